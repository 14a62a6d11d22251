// jose as a judge of credentials as JWT. One JSON request on standard input, one JSON answer on standard output:
//   {"do":"sign","secret":JWK,"header":{},"payload":{}}   -> {"text"}
//   {"do":"verify","text","public":JWK,"now"}             -> {"payload","header"}
// What the library refuses is {"error": message}.

import {SignJWT, importJWK, jwtVerify} from 'jose';
import {answer} from './answer.js';
import {ALG} from './keys.js';

await answer({
  async sign({secret, header, payload}) {
    const alg = ALG[secret.crv];
    const jwt = new SignJWT(payload).setProtectedHeader({...header, alg});
    return {text: await jwt.sign(await importJWK(secret, alg))};
  },

  async verify({text, public: jwk, now}) {
    const key = await importJWK(jwk, ALG[jwk.crv]);
    const options = {typ: 'vc+jwt', algorithms: [ALG[jwk.crv]], currentDate: new Date(now * 1000)};
    const {payload, protectedHeader} = await jwtVerify(text, key, options);
    return {payload, header: protectedHeader};
  },
});
