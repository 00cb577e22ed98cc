import { createHmac } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP = 30;

/** An authenticator app (TOTP, RFC 6238): six digits for each half minute. */
export class Authenticator {
  readonly #secret: Buffer;
  /** The last step whose code was shown: a code is good once. */
  #shown = 0;

  constructor(secret: string) {
    const bits = [...secret].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('');
    this.#secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  }

  /** The next code that was not shown yet. The server takes one of the step that comes, so that nobody waits. */
  code(): string {
    this.#shown = Math.max(Math.floor(Date.now() / 1000 / STEP), this.#shown + 1);
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(this.#shown));
    const digest = createHmac('sha1', this.#secret).update(counter).digest();
    const word = digest.readUInt32BE(digest[digest.length - 1]! & 0xf) & 0x7fff_ffff;
    return String(word % 1_000_000).padStart(6, '0');
  }
}
