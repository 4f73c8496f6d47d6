import {Worker} from "node:worker_threads";
import {PrivateKey} from "@oasis-node/primitives/ed25519";
import {
  asPublicKey,
  asRawSignature,
  type PreparedMessage,
  PublicKeyBlacklist,
  prepareMessage,
  type SignatureCheck,
  SignatureVerifier,
  type SignatureVerifierOptions,
} from "@oasis-node/primitives/signature";
import {afterEach, describe, expect, test} from "vitest";
import {entityContext, rejectionOf} from "./support.ts";

const open: SignatureVerifier[] = [];

function verifier(options: SignatureVerifierOptions = {}): SignatureVerifier {
  const made = new SignatureVerifier({threads: 1, ...options});
  open.push(made);
  return made;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

/** Every third one is invalid. */
const checks: SignatureCheck[] = Array.from({length: 60}, (_, i) => {
  const key = PrivateKey.fromSeed(new Uint8Array(32).fill(i % 7));
  const message: PreparedMessage = prepareMessage(entityContext, Uint8Array.of(i));
  const signature = key.sign(message);
  if (i % 3 === 0) signature[5] = (signature[5] ?? 0) ^ 1;
  return {publicKey: asPublicKey(key.publicKey), message, signature: asRawSignature(signature)};
});
const expected = checks.map((_, i) => i % 3 !== 0);
const blacklisted = asPublicKey(PrivateKey.fromSeed(new Uint8Array(32).fill(1)).publicKey);
const withBlacklist = expected.map((valid, i) => valid && i % 7 !== 1);

describe("all ways to verify give the same verdicts", () => {
  test.each([
    ["without a blacklist", {}, expected],
    ["with a blacklist", {blacklist: PublicKeyBlacklist.of([blacklisted])}, withBlacklist],
    ["with hardly any memory", {cacheEntries: 1}, expected],
  ] as [string, SignatureVerifierOptions, boolean[]][])("%s", async (_, options, verdicts) => {
    expect(checks.map((check) => verifier(options).verify(check))).toEqual(verdicts);
    expect(await verifier(options).verifyBulk(checks)).toEqual(verdicts);
    expect(await verifier(options).verifyUntrusted(checks)).toEqual(verdicts);
    const one = verifier(options);
    for (let round = 0; round < 2; round++) {
      expect(await one.verifyBulk(checks.slice(0, 30))).toEqual(verdicts.slice(0, 30));
      expect(checks.map((check) => one.verify(check))).toEqual(verdicts);
      expect(await one.verifyUntrusted(checks)).toEqual(verdicts);
      const valid = checks.filter((_check, i) => verdicts[i]);
      expect(one.verifyBatch(valid)).toBe(true);
      expect(one.verifyBatch(checks)).toBe(false);
    }
  });
});

describe("a verifier", () => {
  const valid = checks.filter((_, i) => expected[i]);

  test("finds no empty batch valid", () => {
    const [one] = valid;
    if (one === undefined) throw new RangeError("no valid check");
    expect(verifier().verifyBatch([])).toBe(false);
    expect(verifier().verifyManyToOne(one.message, [])).toBe(false);
    expect(verifier().verifyManyToOne(one.message, [one, one])).toBe(true);
  });

  test("remembers what threads found, so that the same work is never given to them again", async () => {
    let started = 0;
    const startWorker = (): Worker => {
      started++;
      return new Worker(new URL("../../src/ed25519/verifyWorker.ts", import.meta.url));
    };
    const one = verifier({startWorker, maxWaiting: checks.length});
    const both = [one.verifyUntrusted(checks), rejectionOf(one.verifyUntrusted(checks))];
    expect(await Promise.all(both)).toEqual([expected, "busy"]);
    // All remembered: nothing waits, so nothing can be too much.
    const again = [one.verifyUntrusted(checks), one.verifyUntrusted(checks)];
    expect(await Promise.all(again)).toEqual([expected, expected]);
    expect(started).toBe(1);
  });

  test("goes on verifying at once when closed", async () => {
    const one = verifier();
    await one.close();
    expect(checks.map((check) => one.verify(check))).toEqual(expected);
    expect(await rejectionOf(one.verifyUntrusted(checks))).toBe("closed");
  });

  test("sheds load from strangers by name", async () => {
    const one = verifier({maxWaiting: 10});
    expect(await rejectionOf(one.verifyUntrusted(checks))).toBe("busy");
    expect(await one.verifyUntrusted(checks.slice(0, 10))).toEqual(expected.slice(0, 10));
  });

  test("stops when told to", async () => {
    const reason = new RangeError("stop");
    await expect(verifier().verifyBulk(checks, {signal: AbortSignal.abort(reason)})).rejects.toBe(reason);
  });
});
