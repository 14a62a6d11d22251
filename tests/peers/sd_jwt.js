// @sd-jwt/core as a judge. One JSON request on standard input, one JSON answer on standard output:
//   {"do":"issue","secret":JWK,"header":{},"claims":{},"frame":{}}            -> {"text"}
//   {"do":"present","text","frame":{},"holder":JWK,"nonce","aud","iat"}       -> {"text"}
//   {"do":"verify","text","public":JWK,"nonce"?}                              -> {"payload","header","kb"?}
// What the library refuses is {"error": message}.

import {SDJwtInstance} from '@sd-jwt/core';
import {answer} from './answer.js';
import {ALG, hashing, signer, verifier} from './keys.js';

await answer({
  async issue({secret, header, claims, frame}) {
    const issuer = new SDJwtInstance({...hashing, signer: signer(secret), signAlg: ALG[secret.crv]});
    return {text: await issuer.issue(claims, frame, {header})};
  },

  async present({text, frame, holder, nonce, aud, iat}) {
    const presenter = new SDJwtInstance({...hashing, kbSigner: signer(holder), kbSignAlg: ALG[holder.crv]});
    return {text: await presenter.present(text, frame, {kb: {payload: {nonce, aud, iat}}})};
  },

  async verify({text, public: jwk, nonce}) {
    const judge = new SDJwtInstance({
      ...hashing,
      verifier: verifier(jwk),
      kbVerifier: (data, signature, payload) => verifier(payload.cnf.jwk)(data, signature),
    });
    return judge.verify(text, {keyBindingNonce: nonce});
  },
});
