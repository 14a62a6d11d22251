// Signing and verifying with keys as JWK, in the form that the SD-JWT libraries ask for.

import {createPrivateKey, createPublicKey, sign, verify} from 'node:crypto';
import {digest, generateSalt} from '@sd-jwt/crypto-nodejs';

export const ALG = {'Ed25519': 'EdDSA', 'P-256': 'ES256', 'P-384': 'ES384'};
const HASH = {'P-256': 'sha256', 'P-384': 'sha384'};

export const signer = jwk => data => {
  const key = {key: createPrivateKey({key: jwk, format: 'jwk'}), dsaEncoding: 'ieee-p1363'};
  return sign(HASH[jwk.crv] ?? null, Buffer.from(data), key).toString('base64url');
};

export const verifier = jwk => (data, signature) => {
  const key = {key: createPublicKey({key: jwk, format: 'jwk'}), dsaEncoding: 'ieee-p1363'};
  return verify(HASH[jwk.crv] ?? null, Buffer.from(data), key, Buffer.from(signature, 'base64url'));
};

export const hashing = {hasher: digest, hashAlg: 'sha-256', saltGenerator: generateSalt};
