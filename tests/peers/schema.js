// Whether a value has the shape that a JSON Schema of 2020-12 gives it, by Ajv.

import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import {answer} from './answer.js';

await answer({
  validate({schema, value}) {
    const ajv = new Ajv2020({allErrors: true, strict: true, strictTypes: false, strictRequired: false});
    addFormats(ajv);
    const valid = ajv.validate(schema, value);
    return valid ? {valid} : {valid, errors: ajv.errors};
  }
});
