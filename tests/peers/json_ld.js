// jsonld.js with rdf-canonize as a judge. One JSON request on standard input, one JSON answer on standard output:
//   {"do":"canonize","document":{},"contexts":{URL:{}}} -> {"statements"}
// Nothing is fetched, and a term that no context defines is an error.

import {answer} from './answer.js';
import jsonld from 'jsonld';

await answer({
  async canonize({document, contexts}) {
    const documentLoader = url => {
      if(!(url in contexts)) {
        throw new Error(`nothing is fetched here, asked for ${url}`);
      }
      return {contextUrl: null, documentUrl: url, document: contexts[url]};
    };
    const options = {algorithm: 'RDFC-1.0', format: 'application/n-quads', safe: true, documentLoader};
    return {statements: await jsonld.canonize(document, options)};
  },
});
