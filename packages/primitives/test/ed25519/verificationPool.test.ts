import {execFile} from "node:child_process";
import {fileURLToPath} from "node:url";
import {promisify} from "node:util";
import {Worker} from "node:worker_threads";
import {
  type SignedMessage,
  VerificationPool,
  VerificationPoolError,
  type VerificationPoolOptions,
  verify,
} from "@oasis-node/primitives/ed25519";
import {afterEach, describe, expect, test} from "vitest";
import {byteStream, signHonestly, signWithTorsion, spoiled, torsionPoints} from "./support.ts";

const open: VerificationPool[] = [];

function pool(options: VerificationPoolOptions = {}): VerificationPool {
  const made = new VerificationPool({threads: 1, ...options});
  open.push(made);
  return made;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

function mixture(count: number): SignedMessage[] {
  const random = byteStream("pool");
  const torsion = torsionPoints();
  return Array.from({length: count}, (_, i) => {
    const part = torsion[i % 8];
    if (i % 5 === 0 && part !== undefined) return signWithTorsion(random, part, part);
    const one = signHonestly(random);
    return i % 3 === 0 ? spoiled(one, i % 512) : one;
  });
}

const alone = ({publicKey, message, signature}: SignedMessage): boolean =>
  verify(publicKey, message, signature);

async function codeOf(pending: Promise<unknown>): Promise<string> {
  const error: unknown = await pending.then(
    () => "no error",
    (reason: unknown) => reason,
  );
  return error instanceof VerificationPoolError ? error.code : String(error);
}

/** A thread that ends with its first job. */
function startCrashingWorker(): Worker {
  return new Worker('require("node:worker_threads").parentPort.once("message", () => process.exit(3))', {
    eval: true,
  });
}

function startRealWorker(): Worker {
  return new Worker(new URL("../../src/ed25519/verifyWorker.ts", import.meta.url));
}

describe("verdicts", () => {
  const entries = mixture(300);
  const expected = entries.map(alone);

  test.each([true, false])(
    "are those of single verification, in order (calling thread takes part: %s)",
    async (assist) => {
      expect(await pool().verify(entries, {assist})).toEqual(expected);
    },
  );

  test("of many small requests made together are right", async () => {
    const shared = pool();
    const all = await Promise.all(entries.map((entry) => shared.verify([entry])));
    expect(all.flat()).toEqual(expected);
  });

  test("of few entries come without any thread when the caller may help", async () => {
    const startWorker = (): Worker => {
      throw new RangeError("no thread was to be started");
    };
    const eight = entries.slice(0, 8);
    expect(await pool({startWorker}).verify(eight, {assist: true})).toEqual(expected.slice(0, 8));
    expect(await pool({startWorker}).verify([])).toEqual([]);
  });

  test("are told with the bytes they are about", async () => {
    const told = new Map<string, boolean>();
    const onVerdict = (entry: Uint8Array, valid: boolean): void => {
      told.set(Buffer.from(entry).toString("hex"), valid);
    };
    await pool({onVerdict}).verify(entries.slice(0, 50), {assist: true});
    for (const [i, {publicKey, message, signature}] of entries.slice(0, 50).entries()) {
      expect(told.get(Buffer.concat([publicKey, message, signature]).toString("hex"))).toBe(expected[i]);
    }
  });

  test("are about the bytes as they were when asked", async () => {
    const mutable = entries.slice(0, 40).map(({publicKey, message, signature}) => ({
      publicKey: publicKey.slice(),
      message: message.slice(),
      signature: signature.slice(),
    }));
    const pending = pool().verify(mutable);
    for (const {signature} of mutable) signature.fill(0);
    expect(await pending).toEqual(expected.slice(0, 40));
  });

  test("of entries with wrong lengths are negative", async () => {
    const [one] = entries.filter(alone);
    if (one === undefined) throw new RangeError("no valid entry");
    const wrong: SignedMessage[] = [
      {...one, publicKey: new Uint8Array(31)},
      {...one, message: new Uint8Array(33)},
      {...one, signature: new Uint8Array(65)},
    ];
    expect(await pool().verify([...wrong, one])).toEqual([false, false, false, true]);
  });
});

describe("bounds", () => {
  test("more waiting entries than allowed are refused, and what waits is not harmed", async () => {
    const small = pool({maxWaiting: 100});
    const entries = mixture(60);
    const first = small.verify(entries);
    expect(await codeOf(small.verify(entries))).toBe("busy");
    expect(await first).toEqual(entries.map(alone));
    expect(await small.verify(entries)).toEqual(entries.map(alone));
  });

  test("the caller's own work is not refused and goes first", async () => {
    let strangersFirst = 0;
    let ownDone = false;
    const [strangers, own] = [mixture(400), mixture(656).slice(400)];
    const ofStrangers = new Set(strangers.map(({message}) => String(message)));
    const onVerdict = (entry: Uint8Array): void => {
      if (!ownDone && ofStrangers.has(String(entry.subarray(32, 64)))) strangersFirst++;
    };
    const small = pool({maxWaiting: 400, onVerdict});
    // Now the thread runs.
    await small.verify(own.slice(0, 1));
    const pending = small.verify(strangers);
    // Two full jobs: what a thread is given at once.
    await small.verify(own, {assist: true});
    ownDone = true;
    await pending;
    expect(strangersFirst).toBe(0);
  });

  test("no more threads are started than allowed", async () => {
    let started = 0;
    const startWorker = (): Worker => {
      started++;
      return startRealWorker();
    };
    await pool({threads: 2, startWorker}).verify(mixture(400));
    expect(started).toBe(2);
  });
});

describe("abort", () => {
  test("before the call", async () => {
    const reason = new RangeError("not wanted");
    await expect(pool().verify(mixture(1), {signal: AbortSignal.abort(reason)})).rejects.toBe(reason);
  });

  test("while waiting frees the place at once and leaves other requests alone", async () => {
    const small = pool({maxWaiting: 400});
    const controller = new AbortController();
    const reason = new RangeError("no longer wanted");
    const aborted = small.verify(mixture(300), {signal: controller.signal});
    const other = small.verify(mixture(100));
    controller.abort(reason);
    await expect(aborted).rejects.toBe(reason);
    const again = small.verify(mixture(300));
    expect(await other).toEqual(mixture(100).map(alone));
    expect(await again).toEqual(mixture(300).map(alone));
  });
});

describe("a thread that dies", () => {
  test("fails its requests by name; the pool goes on with another", async () => {
    let started = 0;
    const startWorker = (): Worker => (started++ === 0 ? startCrashingWorker() : startRealWorker());
    const entries = mixture(20);
    const one = pool({startWorker});
    expect(await codeOf(one.verify(entries))).toBe("workerFailed");
    expect(await one.verify(entries)).toEqual(entries.map(alone));
    expect(started).toBe(2);
  });

  test("that cannot even start fails the request", async () => {
    const startWorker = (): Worker => new Worker(new URL("file:///nowhere/verifyWorker.js"));
    expect(await codeOf(pool({startWorker}).verify(mixture(9)))).toBe("workerFailed");
  });

  test("that the system refuses fails strangers' requests; the caller's own work is done without", async () => {
    const startWorker = (): Worker => {
      throw new RangeError("no more threads");
    };
    const entries = mixture(40);
    const without = pool({startWorker});
    const both = [codeOf(without.verify(entries)), without.verify(entries, {assist: true})];
    expect(await Promise.all(both)).toEqual(["workerFailed", entries.map(alone)]);
  });
});

describe("closing", () => {
  test("rejects what is under way and what comes later, and may be repeated", async () => {
    const one = pool();
    const pending = codeOf(one.verify(mixture(500)));
    await one.close();
    expect(await pending).toBe("closed");
    expect(await codeOf(one.verify(mixture(1)))).toBe("closed");
    await one.close();
  });

  test("rejects also what a thread has in hand", async () => {
    const startWorker = (): Worker => new Worker("setInterval(() => {}, 1000)", {eval: true});
    const one = pool({startWorker});
    const pending = codeOf(one.verify(mixture(3)));
    await new Promise((resolve) => setImmediate(resolve));
    await one.close();
    expect(await pending).toBe("closed");
  });

  test("leaves no handle; neither do idle threads of a pool left open", async () => {
    const script = fileURLToPath(new URL("testdata/poolLeftOpen.ts", import.meta.url));
    const {stdout} = await promisify(execFile)(process.execPath, ["--conditions=source", script], {
      timeout: 30_000,
    });
    expect(stdout).toBe("40 valid");
  });
});
