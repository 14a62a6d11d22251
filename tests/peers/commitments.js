// Whether commitments to shares open to the total that a passport states, by @noble/curves, from docs/composite.md alone.

import {createHash} from 'node:crypto';
import {ristretto255} from '@noble/curves/ed25519.js';
import {answer} from './answer.js';

const {Point} = ristretto255;

await answer({
  point({battery, attribute}) {
    return {point: encode(values(battery, attribute).toBytes())};
  },
  // Of each total, whether it adds up; of each share, whether it is one of the committed ones.
  open({battery, sources}) {
    const totals = sources.totals.map(({attribute, sum, commitments, opening}) => {
      const all = commitments.map(text => Point.fromBytes(decode(text)));
      const total = all.reduce((one, other) => one.add(other), Point.ZERO);
      return total.equals(commit(battery, attribute, sum, opening));
    });
    const shares = (sources.statements ?? []).filter(({share}) => share !== undefined).map(one => {
      const total = sources.totals.find(({attribute}) => attribute === one.attribute);
      const hidden = commit(battery, one.attribute, one.share, one.opening);
      return total.commitments.includes(encode(hidden.toBytes()));
    });
    return {totals, shares};
  }
});

function values(battery, attribute) {
  const hash = createHash('sha512').update('voltproof composition v1');
  for(const part of [battery, attribute]) {
    const bytes = Buffer.from(part);
    const length = Buffer.alloc(8);
    length.writeBigUInt64BE(BigInt(bytes.length));
    hash.update(length).update(bytes);
  }
  return Point.hashToCurve(new Uint8Array(hash.digest()));
}

function commit(battery, attribute, amount, opening) {
  const order = Point.Fn.ORDER;
  const share = ((millionths(amount) % order) + order) % order;
  const blinding = decode(opening).reduceRight((number, byte) => number * 256n + BigInt(byte), 0n);
  return values(battery, attribute).multiplyUnsafe(share).add(Point.BASE.multiplyUnsafe(blinding));
}

// Exactly: '0.061' is 61000n.
function millionths(text) {
  const [whole, fraction = ''] = text.replace('-', '').split('.');
  const size = BigInt(whole + fraction.padEnd(6, '0'));
  return text.startsWith('-') ? -size : size;
}

function encode(bytes) {
  return Buffer.from(bytes).toString('base64url');
}

function decode(text) {
  return new Uint8Array(Buffer.from(text, 'base64url'));
}
