// Digital Bazaar's @digitalbazaar/vc with a cryptosuite as a judge. One JSON request on standard input, one JSON answer
// on standard output:
//   {"do":"issue","suite","credential":{},"secret":MULTIKEY,"public":MULTIKEY,"created","mandatory":[]}  -> {"credential"}
//   {"do":"derive","suite","credential":{},"shown":[]}                                                  -> {"credential"}
//   {"do":"verify","suite","credential":{},"now"}                                                       -> {"verified","error"?}
//   {"do":"present","suite","presentation":{},"secret":MULTIKEY,"public":MULTIKEY,"created","challenge","domain"}
//                                                                                                       -> {"presentation"}
//   {"do":"verifyPresentation","suites":[],"presentation":{},"challenge","domain","now"}                -> {"verified","error"?}
// `mandatory` and `shown` are JSON pointers. Every request brings the JSON-LD contexts that it needs, {"contexts":{URL:{}}},
// and keys are did:key, so nothing is fetched.

import * as bbs from '@digitalbazaar/bbs-2023-cryptosuite';
import * as Bls12381Multikey from '@digitalbazaar/bls12-381-multikey';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as ecdsaJcs from '@digitalbazaar/ecdsa-jcs-2019-cryptosuite';
import * as ecdsaSd from '@digitalbazaar/ecdsa-sd-2023-cryptosuite';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as eddsaJcs from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {cryptosuite as ecdsaRdfc} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {cryptosuite as eddsaRdfc} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {answer} from './answer.js';

const always = cryptosuite => () => cryptosuite;
const SUITES = {
  'eddsa-jcs-2022': eddsaJcs,
  'ecdsa-jcs-2019': ecdsaJcs,
  'eddsa-rdfc-2022': {createSignCryptosuite: always(eddsaRdfc), createVerifyCryptosuite: always(eddsaRdfc)},
  'ecdsa-rdfc-2019': {createSignCryptosuite: always(ecdsaRdfc), createVerifyCryptosuite: always(ecdsaRdfc)},
  'ecdsa-sd-2023': ecdsaSd,
  'bbs-2023': bbs,
};

// By what a Multikey begins with.
const KEYS = {z6Mk: Ed25519Multikey, zDna: EcdsaMultikey, z82L: EcdsaMultikey, zUC7: Bls12381Multikey};

const didKey = multikey => ({did: `did:key:${multikey}`, method: `did:key:${multikey}#${multikey}`});

const keyDocument = multikey => {
  const {did, method} = didKey(multikey);
  return {
    '@context': 'https://w3id.org/security/multikey/v1',
    id: method, type: 'Multikey', controller: did, publicKeyMultibase: multikey,
  };
};

// The contexts of the request, did:key documents, and their one verification method.
const loader = contexts => url => {
  const [, multikey] = /^did:key:(z[^#]+)/.exec(url) ?? [];
  const {did, method} = didKey(multikey);
  const document = multikey === undefined ? contexts[url] : url === method ? keyDocument(multikey) : {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did, verificationMethod: [keyDocument(multikey)], assertionMethod: [method], authentication: [method],
  };
  if(document === undefined) {
    throw new Error(`nothing is fetched here, asked for ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document};
};

const signing = async ({suite, secret, public: multikey, created, mandatory}) => {
  const Multikey = KEYS[multikey.slice(0, 4)];
  const key = await Multikey.from({...keyDocument(multikey), secretKeyMultibase: secret});
  const cryptosuite = SUITES[suite].createSignCryptosuite({mandatoryPointers: mandatory});
  return new DataIntegrityProof({signer: key.signer(), cryptosuite, date: created});
};

const verifying = suite => new DataIntegrityProof({cryptosuite: SUITES[suite].createVerifyCryptosuite()});

const verdict = ({verified, error, ...results}) => {
  const {credentialResults = [], presentationResult} = results;
  const all = [{error}, presentationResult, ...credentialResults].map(result => result?.error);
  const errors = all.flatMap(error => error ? [error, ...(error.errors ?? [])] : []);
  return {verified, error: errors.map(error => error.message).join('; ') || undefined};
};

await answer({
  async issue({credential, created, contexts, ...how}) {
    const proof = await signing({created, ...how});
    return {credential: await vc.issue({credential, suite: proof, documentLoader: loader(contexts), now: created})};
  },

  async derive({suite, credential, shown, contexts}) {
    const cryptosuite = SUITES[suite].createDiscloseCryptosuite({selectivePointers: shown});
    const proof = new DataIntegrityProof({cryptosuite});
    const documentLoader = loader(contexts);
    return {credential: await vc.derive({verifiableCredential: credential, suite: proof, documentLoader})};
  },

  async verify({suite, credential, now, contexts}) {
    const documentLoader = loader(contexts);
    return verdict(await vc.verifyCredential({credential, suite: verifying(suite), documentLoader, now}));
  },

  async present({presentation, challenge, domain, contexts, ...how}) {
    const [suite, documentLoader] = [await signing(how), loader(contexts)];
    return {presentation: await vc.signPresentation({presentation, suite, challenge, domain, documentLoader})};
  },

  async verifyPresentation({suites, presentation, challenge, domain, now, contexts}) {
    const [suite, documentLoader] = [suites.map(verifying), loader(contexts)];
    return verdict(await vc.verify({presentation, suite, challenge, domain, documentLoader, now}));
  },
});
