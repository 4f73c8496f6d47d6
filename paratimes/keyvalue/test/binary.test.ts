import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {mkdtemp, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {systemClock} from "@oasis-node/primitives/clock";
import {silentLogger} from "@oasis-node/primitives/log";
import {namespaceFromText} from "@oasis-node/primitives/namespace";
import {protocolVersions} from "@oasis-node/primitives/version";
import {connectRuntime} from "@oasis-node/runtime/protocol";
import {sandboxed} from "@oasis-node/runtime/provisioner";
import {checkBubblewrap} from "@oasis-node/runtime/sandbox";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {buildParatime} from "../../../scripts/paratimes.ts";
import {readRecording} from "./support/recording.ts";

const runtimeId = namespaceFromText(`80${"00".repeat(31)}`);
const hostInfo = {
  consensusBackend: "tendermint",
  consensusProtocolVersion: {...protocolVersions.consensusProtocol},
  consensusChainContext: "00".repeat(32),
};

const whyNoSandbox = await checkBubblewrap().then(
  () => null,
  (error: unknown) => (error instanceof Error ? error.message : String(error)),
);

describe("the ParaTime as an ELF binary", () => {
  let folder = "";
  let binary = "";

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "paratime-"));
    binary = await buildParatime("keyvalue", join(folder, "one"));
  });

  afterAll(() => rm(folder, {recursive: true, force: true}));

  test("has the same bytes whenever and wherever it is built", async () => {
    const again = await buildParatime("keyvalue", join(folder, "two"));
    expect(await digestOf(again)).toBe(await digestOf(binary));
  });

  test.skipIf(whyNoSandbox !== null)(`aborts when it cannot go on${because(whyNoSandbox)}`, async () => {
    const {frames} = readRecording("keyvalue-fatal-io-root-mismatch");
    const {stream, exited} = await sandboxed({binary, clock: systemClock}).start({
      signal: AbortSignal.timeout(20_000),
      logger: silentLogger,
    });
    for (const {isFromHost, bytes} of frames) if (isFromHost) stream.write(bytes);
    // Bubblewrap tells of a signal as shells do: SIGABRT is 6.
    expect(await exited).toMatch(/exit code 134.*the ParaTime cannot go on/);
  });

  test.skipIf(whyNoSandbox !== null)(`serves its host from the sandbox${because(whyNoSandbox)}`, async () => {
    const started = performance.now();
    const {stream, pid, exited, kill} = await sandboxed({binary, clock: systemClock}).start({
      signal: AbortSignal.timeout(20_000),
      logger: silentLogger,
    });
    try {
      const options = {stream, clock: systemClock, logger: silentLogger, runtimeId, hostInfo};
      const {connection, info} = await connectRuntime(options, {});
      const took = performance.now() - started;
      expect(info.features?.scheduleControl?.initialBatchSize).toBe(10);
      expect(await connection.call("RuntimePingRequest", {})).toEqual({});
      await expect(connection.call("RuntimeShutdownRequest", {})).rejects.toThrow("method not supported");
      // The bar is 500 ms on a machine that does nothing else.
      expect(took).toBeLessThan(5000);
      expect(residentSize(pid ?? 0)).toBeLessThan(90e6);
      connection.close();
      expect(await exited).toContain("exit code 0");
    } finally {
      await kill();
    }
  });
});

/** Bytes of the largest process among one and its descendants. */
function residentSize(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const own = 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return Math.max(
    own,
    ...children
      .split(" ")
      .filter(Boolean)
      .map((child) => residentSize(Number(child))),
  );
}

async function digestOf(path: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
}

function because(reason: string | null): string {
  return reason === null ? "" : `, which cannot be started here: ${reason}`;
}
