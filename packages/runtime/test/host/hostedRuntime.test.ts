import {execFile} from "node:child_process";
import {mkdtemp, readdir, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {promisify} from "node:util";
import {systemClock} from "@oasis-node/primitives/clock";
import {afterAll, describe, expect, test} from "vitest";
import {HostedRuntime, type RuntimeEvent} from "../../src/host/index.ts";
import type {Handlers, HostRequests} from "../../src/protocol/index.ts";
import {type Provisioner, sandboxed, unconfined} from "../../src/provisioner/index.ts";
import {hostInfo, keepingLogger, queryOf, runtimeId} from "../support/hosting.ts";
import {isAlive} from "../support/isAlive.ts";
import {buildTestRuntime, type Variant, whyNoBinary, whyNoSandbox} from "../support/testRuntime.ts";

const [noBinary, noSandbox] = [await whyNoBinary(), await whyNoSandbox()];
const run = promisify(execFile);
const patience = {timeoutMs: 20_000};

// Directories of sockets go where nobody else makes any.
const directory = await mkdtemp(join(tmpdir(), "oasis-node-test-"));
process.env.TMPDIR = directory;
afterAll(() => rm(directory, {recursive: true, force: true}));

interface Hosting {
  readonly runtime: HostedRuntime;
  readonly events: RuntimeEvent[];
  readonly lines: ReturnType<typeof keepingLogger>["lines"];
  /** Asks the runtime to do something; its report. */
  ask(method: string): Promise<string>;
  /** Resolves with the next event of a kind. */
  next<K extends RuntimeEvent["kind"]>(kind: K): Promise<RuntimeEvent & {kind: K}>;
}

/** A runtime that is started, and stopped at the end whatever happens. */
async function hosting(
  provisioner: Provisioner,
  body: (hosting: Hosting) => Promise<void>,
  handlers: Handlers<HostRequests> = {},
): Promise<void> {
  const logger = keepingLogger();
  const options = {runtimeId, provisioner, hostInfo, localConfig: null, handlers, clock: systemClock, logger};
  const runtime = new HostedRuntime({...options, random: () => 0});
  const events: RuntimeEvent[] = [];
  runtime.watch((event) => events.push(event));
  const next: Hosting["next"] = (kind) =>
    new Promise((resolve) => {
      const end = runtime.watch((event) => {
        if (!isKind(event, kind)) return;
        end();
        resolve(event);
      });
    });
  const ask = async (method: string) => {
    const {data} = await runtime.call("RuntimeQueryRequest", queryOf(method), patience);
    return new TextDecoder().decode(data ?? undefined);
  };
  runtime.start();
  try {
    await body({runtime, events, lines: logger.lines, ask, next});
  } finally {
    await runtime.stop();
  }
}

function isKind<K extends RuntimeEvent["kind"]>(
  event: RuntimeEvent,
  kind: K,
): event is RuntimeEvent & {kind: K} {
  return event.kind === kind;
}

const bare = async (variant?: Variant) =>
  unconfined({binary: await buildTestRuntime(variant), debugAllowed: true, clock: systemClock});
const inside = async (variant?: Variant) =>
  sandboxed({
    binary: await buildTestRuntime(variant),
    clock: systemClock,
    limits: {memory: 64 << 20, tasks: 64, files: 1024},
  });

test("runtimes without a sandbox are for tests only", () => {
  const make = () => unconfined({binary: "/x", debugAllowed: false, clock: systemClock});
  expect(make).toThrow("debug.dont_blame_oasis");
});

describe.skipIf(noBinary !== null)(
  `a runtime without a sandbox${noBinary === null ? "" : ` (${noBinary})`}`,
  () => {
    test("starts, answers, writes into the log, and leaves nothing behind", async () => {
      await hosting(await bare(), async ({ask, events, lines, next}) => {
        await next("started");
        expect(await ask("say")).toBe("done=1\n");
        expect(events).toEqual([
          {kind: "started", version: {major: 0, minor: 2, patch: 0}, capabilityTee: null},
        ]);
        while (lines.filter(({message}) => message === "runtime output").length < 2)
          await systemClock.sleep(5);
        const said = lines.filter(({message}) => message === "runtime output");
        expect(said.map(({level, fields}) => [level, fields.line])).toEqual([
          ["warn", "hello from inside"],
          ["info", "plain words"],
        ]);
      });
      expect(await readdir(tmpdir())).toEqual([]);
    });

    test("that ends is started again, and what it was asked fails", async () => {
      await hosting(await bare(), async ({ask, next, events, lines}) => {
        const [stopped, asked] = [next("stopped"), ask("exit")];
        await expect(asked).rejects.toMatchObject({code: "closed"});
        await stopped;
        expect(await ask("again")).toBe("done=1\n");
        expect(events.map(({kind}) => kind)).toEqual(["started", "stopped", "started"]);
        expect(lines.find(({level}) => level === "error")?.fields.reason).toContain("exit code 3");
      });
    });

    test("that does not come up says why, and is tried again", async () => {
      await hosting(await bare({defines: ["EXIT_AT_ONCE"]}), async ({next}) => {
        const {error} = await next("failedToStart");
        expect(String(error)).toContain("exit code 7");
        expect(String(error)).toContain("cannot go on");
        await next("failedToStart");
      });
      await hosting(await bare({defines: ["PROTOCOL_MAJOR=5"]}), async ({next}) => {
        expect(String((await next("failedToStart")).error)).toContain("expected: 4.0.0 got: 5.0.0");
      });
      await hosting(await bare({defines: ["NEVER_ANSWER"]}), async ({next}) => {
        expect((await next("failedToStart")).error).toMatchObject({code: "timeout"});
      });
      await hosting(await bare({defines: ["NEVER_CONNECT"]}), async ({next}) => {
        expect((await next("failedToStart")).error).toMatchObject({code: "notConnected"});
      });
    });

    test("that hangs is interrupted by force", async () => {
      await hosting(await bare(), async ({runtime, ask, next}) => {
        await next("started");
        await runtime.abort();
        expect(runtime.state).toBe("running");
        const hung = ask("hang");
        hung.catch(() => {});
        await runtime.abort();
        await expect(hung).rejects.toMatchObject({code: "closed"});
        expect(await ask("again")).toBe("done=1\n");
      });
    });

    test("is not waited for beyond a call's signal, nor after it was stopped", async () => {
      await hosting(await bare({defines: ["EXIT_AT_ONCE"]}), async ({runtime}) => {
        const signal = AbortSignal.timeout(50);
        await expect(runtime.call("RuntimePingRequest", {}, {signal})).rejects.toMatchObject({
          name: "TimeoutError",
        });
        const waiting = runtime.call("RuntimePingRequest", {});
        waiting.catch(() => {});
        await runtime.stop();
        await expect(waiting).rejects.toMatchObject({code: "closed"});
        await expect(runtime.call("RuntimePingRequest", {})).rejects.toMatchObject({code: "closed"});
      });
    });
  },
);

describe.skipIf(noSandbox !== null)(
  `a runtime in the sandbox${noSandbox === null ? "" : ` (${noSandbox})`}`,
  () => {
    test.each([{isStatic: false}, {isStatic: true}])("reaches nothing outside: %o", async (variant) => {
      await hosting(await inside(variant), async ({ask}) => {
        const report = new Map(
          (await ask("escape")).split("\n").map((line) => line.split("=") as [string, string]),
        );
        const expected = {
          "connect.loopback": 111,
          "connect.outside": 101,
          "open./etc/passwd": 2,
          "open./home": 2,
          "open./root": 2,
          "open./proc/self": 2,
          "open./sys": 2,
          "open./bin/sh": 2,
          "open./var": 2,
          "write./tmp": 0,
          mount: 1,
          ptrace: 1,
          unshare: 1,
          "clone.newuser": 1,
          "clone.newnet": 1,
          "clone.plain": 0,
          clone3: 38,
          bpf: 1,
          chroot: 1,
          setns: 1,
          keyctl: 1,
          pid: 2,
        };
        for (const [name, value] of Object.entries(expected))
          expect([name, report.get(name)]).toEqual([name, `${value}`]);
        expect(Number(report.get("write./entrypoint"))).toBeGreaterThan(0);
        const names = [...report.keys()].filter((name) => name.startsWith("env."));
        expect(names.toSorted()).toEqual(["env.OASIS_WORKER_HOST", "env.PWD"]);
        expect(await ask("still there")).toBe("done=1\n");
      });
    });

    test.each(["crash", "garbage", "endless", "forks"])(
      "may %s: it is ended and started again",
      async (deed) => {
        await hosting(await inside(), async ({ask, next}) => {
          await next("started");
          const stopped = next("stopped");
          await expect(ask(deed)).rejects.toBeInstanceOf(Error);
          await stopped;
          expect(await ask("again")).toBe("done=1\n");
        });
      },
    );

    test("that takes all memory is ended alone", async () => {
      await hosting(await inside(), async ({ask, next, lines}) => {
        await next("started");
        const confined = lines.find(({message}) => message === "runtime confined");
        if (!String(confined?.fields.limits).includes("memory")) return;
        await expect(ask("memory")).rejects.toBeInstanceOf(Error);
        expect(await ask("again")).toBe("done=1\n");
      });
    });

    test("that writes on stdout without end fills neither log nor memory, and goes on", async () => {
      await hosting(await inside(), async ({runtime, ask, next, lines}) => {
        await next("started");
        const flood = ask("stdout");
        flood.catch(() => {});
        await systemClock.sleep(1200);
        expect(lines.length).toBeLessThan(1000);
        await runtime.abort(true);
        expect(await ask("again")).toBe("done=1\n");
      });
    });

    test("that asks without end is served at its turn, and ended when it does not listen", async () => {
      let served = 0;
      const handlers: Handlers<HostRequests> = {
        HostLocalStorageGetRequest: ({key}) => {
          served++;
          return {value: key};
        },
      };
      const body = async ({ask, next}: Hosting) => {
        await next("started");
        await expect(ask("requests")).rejects.toMatchObject({code: "writeTimeout"});
        expect(served).toBeLessThan(50_000);
      };
      await hosting(await inside(), body, handlers);
    });

    test("is gone when its host is killed", async () => {
      const child = run(process.execPath, [
        "--conditions=source",
        fileURLToPath(new URL("../support/hostAndDie.ts", import.meta.url)),
      ]);
      const {stdout} = await child.catch((error: {stdout: string}) => error);
      const pid = Number(stdout);
      expect(pid).toBeGreaterThan(0);
      for (let i = 0; i < 200 && isAlive(pid); i++) await systemClock.sleep(10);
      expect(isAlive(pid)).toBe(false);
    });
  },
);
