// @sd-jwt/sd-jwt-vc as a judge of SD-JWT VC and of its status. One JSON request on standard input, one JSON answer on
// standard output:
//   {"do":"issue","secret":JWK,"header":{},"claims":{},"frame":{}}            -> {"text"}
//   {"do":"present","text","frame":{},"holder":JWK,"nonce","aud","iat"}       -> {"text"}
//   {"do":"verify","text","public":JWK,"nonce","lists":{URI:TOKEN},"now"}     -> {"payload","header","kb"}
// What the library refuses is {"error": message}.

import {SDJwtVcInstance} from '@sd-jwt/sd-jwt-vc';
import {answer} from './answer.js';
import {ALG, hashing, signer, verifier} from './keys.js';

await answer({
  async issue({secret, header, claims, frame}) {
    const issuer = new SDJwtVcInstance({...hashing, signer: signer(secret), signAlg: ALG[secret.crv]});
    return {text: await issuer.issue(claims, frame, {header})};
  },

  async present({text, frame, holder, nonce, aud, iat}) {
    const presenter = new SDJwtVcInstance({...hashing, kbSigner: signer(holder), kbSignAlg: ALG[holder.crv]});
    return {text: await presenter.present(text, frame, {kb: {payload: {nonce, aud, iat}}})};
  },

  async verify({text, public: jwk, nonce, lists, now}) {
    const judge = new SDJwtVcInstance({
      ...hashing,
      verifier: verifier(jwk),
      kbVerifier: (data, signature, payload) => verifier(payload.cnf.jwk)(data, signature),
      statusListFetcher: async uri => lists[uri],
    });
    const {payload, header, kb} = await judge.verify(text, {keyBindingNonce: nonce, currentDate: now});
    return {payload, header, kb};
  },
});
