// Whether a value has the shape that a JSON Schema of 2020-12 or draft 4 gives it, by Ajv.

import Ajv2020 from 'ajv/dist/2020.js';
import Ajv04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import {answer} from './answer.js';

await answer({
  // Ours, in strict mode.
  validate({schema, value}) {
    return judge(new Ajv2020({allErrors: true, strict: true, strictTypes: false, strictRequired: false}), schema, value);
  },
  // Other people's: draft by $schema, with what their schemas say twice or beside the specification.
  validatePublished({schema, value}) {
    const options = {allErrors: true, strict: false, validateSchema: false};
    const draft4 = String(schema.$schema).includes('draft-04');
    return judge(draft4 ? new Ajv04(options) : new Ajv2020(options), schema, value);
  }
});

function judge(ajv, schema, value) {
  addFormats(ajv);
  const valid = ajv.validate(schema, value);
  return valid ? {valid} : {valid, errors: ajv.errors};
}
