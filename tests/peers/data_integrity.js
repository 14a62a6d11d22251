// Digital Bazaar's eddsa-jcs-2022 as a judge. One JSON request on standard input, one JSON answer on standard output:
//   {"do":"sign","document":{},"secret":MULTIKEY,"public":MULTIKEY,"created"} -> {"document"}
//   {"do":"verify","document":{}}                                             -> {"verified","error"?}
// Keys are did:key: the verification method carries the key, so nothing is fetched.

import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {createSignCryptosuite, createVerifyCryptosuite} from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import jsigs from 'jsonld-signatures';
import {answer} from './answer.js';

const {purposes: {AssertionProofPurpose}} = jsigs;

const didKey = multikey => ({did: `did:key:${multikey}`, method: `did:key:${multikey}#${multikey}`});

// A did:key document, or its one verification method.
function documentLoader(url) {
  const [, multikey] = /^did:key:(z6Mk[^#]+)/.exec(url) ?? [];
  if(!multikey) {
    throw new Error(`nothing is fetched here, asked for ${url}`);
  }
  const {did, method} = didKey(multikey);
  const key = {
    '@context': 'https://w3id.org/security/multikey/v1',
    id: method, type: 'Multikey', controller: did, publicKeyMultibase: multikey,
  };
  const document = url === method ? key : {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did, verificationMethod: [key], assertionMethod: [method],
  };
  return {contextUrl: null, documentUrl: url, document};
}

await answer({
  async sign({document, secret, public: multikey, created}) {
    const {did, method} = didKey(multikey);
    const key = await Ed25519Multikey.from({
      '@context': 'https://w3id.org/security/multikey/v1',
      id: method, type: 'Multikey', controller: did, publicKeyMultibase: multikey, secretKeyMultibase: secret,
    });
    const suite = new DataIntegrityProof({signer: key.signer(), cryptosuite: createSignCryptosuite(), date: created});
    return {document: await jsigs.sign(document, {suite, purpose: new AssertionProofPurpose(), documentLoader})};
  },

  async verify({document}) {
    const suite = new DataIntegrityProof({cryptosuite: createVerifyCryptosuite()});
    const result = await jsigs.verify(document, {suite, purpose: new AssertionProofPurpose(), documentLoader});
    const errors = [result.error, ...(result.error?.errors ?? [])].filter(Boolean);
    return {verified: result.verified, error: errors.map(error => error.message).join('; ') || undefined};
  },
});
