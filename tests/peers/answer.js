// One request in, one answer out: what every judge here speaks.

import {readFileSync} from 'node:fs';

export async function answer(verbs) {
  const request = JSON.parse(readFileSync(0, 'utf8'));
  let reply;
  try {
    reply = await verbs[request.do](request);
  } catch(error) {
    reply = {error: String(error.message ?? error)};
  }
  process.stdout.write(JSON.stringify(reply));
}
