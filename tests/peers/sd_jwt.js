// @sd-jwt/core as a judge. One JSON request on standard input, one JSON answer on standard output:
//   {"do":"issue","secret":JWK,"header":{},"claims":{},"frame":{}}            -> {"text"}
//   {"do":"present","text","frame":{},"holder":JWK,"nonce","aud","iat"}       -> {"text"}
//   {"do":"verify","text","public":JWK,"nonce"?}                              -> {"payload","header","kb"?}
// What the library refuses is {"error": message}.

import {createPrivateKey, createPublicKey, sign, verify} from 'node:crypto';
import {digest, generateSalt} from '@sd-jwt/crypto-nodejs';
import {SDJwtInstance} from '@sd-jwt/core';
import {answer} from './answer.js';

const ALG = {'Ed25519': 'EdDSA', 'P-256': 'ES256', 'P-384': 'ES384'};
const HASH = {'P-256': 'sha256', 'P-384': 'sha384'};

const signer = jwk => data => {
  const key = {key: createPrivateKey({key: jwk, format: 'jwk'}), dsaEncoding: 'ieee-p1363'};
  return sign(HASH[jwk.crv] ?? null, Buffer.from(data), key).toString('base64url');
};

const verifier = jwk => (data, signature) => {
  const key = {key: createPublicKey({key: jwk, format: 'jwk'}), dsaEncoding: 'ieee-p1363'};
  return verify(HASH[jwk.crv] ?? null, Buffer.from(data), key, Buffer.from(signature, 'base64url'));
};

const hashing = {hasher: digest, hashAlg: 'sha-256', saltGenerator: generateSalt};

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
