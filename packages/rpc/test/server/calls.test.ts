import {errorModule, TypedError} from "@oasis-node/primitives/errors";
import {type Logger, silentLogger} from "@oasis-node/primitives/log";
import {describe, expect, test} from "vitest";
import {clientOf, gate, sampleServer, sampleService} from "../support.ts";

const governance = errorModule("governance", {noSuchProposal: [5, "governance: no such proposal"]});
class LocalError extends TypedError<"odd"> {}

describe("errors of an implementation", () => {
  test("come to the client as what they are", async () => {
    const thrown = [governance.noSuchProposal({context: "7"}), new LocalError("odd", "odd: änd %")];
    const {path} = await sampleServer({
      ping: async () => {
        throw thrown.shift();
      },
    });
    const api = clientOf(path).api(sampleService);
    const first = await api.ping().catch((error: unknown) => error);
    expect(governance.noSuchProposal.is(first)).toBe(true);
    await expect(api.ping()).rejects.toThrow("rpc error: code = Unknown desc = odd: änd %");
  });

  test("that nobody foresaw are logged and not told", async () => {
    const logged: unknown[] = [];
    const logger: Logger = {...silentLogger, error: (_, fields) => logged.push(fields?.err)};
    const defect = new RangeError("secret");
    const api = {
      ping: () => {
        throw defect;
      },
    };
    const {path} = await sampleServer(api, {logger});
    await expect(clientOf(path).api(sampleService).ping()).rejects.toThrow("internal error");
    expect(logged).toEqual([defect]);
  });

  test("end a stream after the messages before them", async () => {
    const {path} = await sampleServer({
      ticks: async function* () {
        yield 1n;
        yield 2n;
        throw governance.noSuchProposal();
      },
    });
    const seen: bigint[] = [];
    const reading = (async () => {
      for await (const tick of clientOf(path).api(sampleService).ticks()) seen.push(tick);
    })();
    await expect(reading).rejects.toSatisfy((error) => governance.noSuchProposal.is(error));
    expect(seen).toEqual([1n, 2n]);
  });
});

describe("a caller who gives up", () => {
  test("aborts the call at the server and gets its own reason", async () => {
    const started = gate();
    const aborted = gate();
    const {path} = await sampleServer({
      ping: async (_, options) => {
        options?.signal?.addEventListener("abort", aborted.open);
        started.open();
        await aborted.opened;
      },
    });
    const controller = new AbortController();
    const call = clientOf(path).api(sampleService).ping(undefined, {signal: controller.signal});
    await started.opened;
    const reason = new LocalError("odd", "enough");
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    await aborted.opened;
  });

  test("does so at its deadline, of which the server knows", async () => {
    const reasons: unknown[] = [];
    const aborted = gate();
    const {path} = await sampleServer({
      ping: async (_, options) => {
        options?.signal?.addEventListener("abort", () => {
          reasons.push(options.signal?.reason);
          aborted.open();
        });
        await aborted.opened;
      },
    });
    await expect(clientOf(path).api(sampleService).ping(undefined, {timeout: 30})).rejects.toMatchObject({
      code: "DeadlineExceeded",
      text: "context deadline exceeded",
    });
    await aborted.opened;
    expect(reasons).toHaveLength(1);
  });

  test("stops a stream by no longer reading it", async () => {
    const stopped = gate();
    const {path} = await sampleServer({
      ticks: async function* () {
        try {
          for (let tick = 0n; ; tick++) yield tick;
        } finally {
          stopped.open();
        }
      },
    });
    for await (const tick of clientOf(path).api(sampleService).ticks()) if (tick === 5n) break;
    await stopped.opened;
  });

  test("by closing its connection stops everything on it", async () => {
    const started = gate();
    const aborted = gate();
    const {path} = await sampleServer({
      ping: async (_, options) => {
        options?.signal?.addEventListener("abort", aborted.open);
        started.open();
        await aborted.opened;
      },
    });
    const client = clientOf(path);
    const call = client.api(sampleService).ping();
    const failed = expect(call).rejects.toMatchObject({code: "Canceled"});
    await started.opened;
    client.close();
    await failed;
    await aborted.opened;
  });
});

describe("many callers", () => {
  test("on 50 connections are all served", async () => {
    const {path} = await sampleServer();
    const calls = Array.from({length: 50}, async (_, i) => {
      const api = clientOf(path).api(sampleService);
      const answers = await Promise.all(Array.from({length: 100}, (__, n) => api.double(BigInt(i * n))));
      return answers.every((answer, n) => answer === BigInt(2 * i * n));
    });
    expect((await Promise.all(calls)).every(Boolean)).toBe(true);
  });

  test("beyond the streams of one connection wait for their turn", async () => {
    const {path} = await sampleServer({}, {limits: {maxStreams: 10}});
    const api = clientOf(path).api(sampleService);
    const answers = await Promise.all(Array.from({length: 500}, (_, n) => api.double(BigInt(n))));
    expect(answers).toEqual(Array.from({length: 500}, (_, n) => BigInt(2 * n)));
  });
});

test("large messages pass in both directions", async () => {
  const {path} = await sampleServer({note: async () => {}, greet: async () => "x".repeat(20_000_000)});
  const api = clientOf(path).api(sampleService);
  await api.note("y".repeat(20_000_000));
  expect(await api.greet()).toHaveLength(20_000_000);
});

test("metrics count calls, time and writes by method", async () => {
  const counts = new Map<string, number[]>();
  const metrics = (path: string) => {
    const [...row] = [0, 0, 0];
    counts.set(path, row);
    const add = (at: number) => () => {
      row[at] = (row[at] ?? 0) + 1;
    };
    return {calls: {inc: add(0)}, latency: {observe: add(1)}, streamWrites: {inc: add(2)}};
  };
  const {path} = await sampleServer({}, {metrics});
  const api = clientOf(path).api(sampleService);
  await api.double(1n);
  await api.double(1n);
  for await (const _ of api.count(3n));
  expect(Object.fromEntries(counts)).toEqual({
    "/oasis-core.Sample/Double": [2, 2, 0],
    "/oasis-core.Sample/Count": [1, 0, 3],
  });
});
