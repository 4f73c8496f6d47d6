import {mkdtemp, readdir, readFile, rm} from "node:fs/promises";
import {createServer} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {type Clock, systemClock} from "@oasis-node/primitives/clock";
import {asEpoch, latestHeight} from "@oasis-node/primitives/epoch";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {connect} from "@oasis-node/rpc/client";
import {consensusLightService, debugControllerService, nodeControllerService} from "@oasis-node/rpc/services";
import {parseDocument} from "@oasis-node/state-transition/genesis";
import {afterEach, describe, expect, test} from "vitest";
import {type Localnet, type LocalnetOptions, startLocalnet} from "../../src/localnet/index.ts";

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function started(options: LocalnetOptions): Promise<Localnet> {
  const localnet = await startLocalnet(options);
  cleanups.push(() => localnet.stop());
  return localnet;
}

async function ownDirectory(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), "oasis-localnet-test-"));
  cleanups.push(() => rm(parent, {recursive: true, force: true}));
  return join(parent, "network");
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new RangeError("a server has a port");
  return address.port;
}

describe("a node", () => {
  test("serves light clients on its external port, with the certificate of the day", async () => {
    const port = await freePort();
    const localnet = await started({
      mockEpochs: true,
      settings: {
        "worker.consensusrpc.enabled": "true",
        "worker.client.port": String(port),
        "worker.client.addresses": `127.0.0.1:${port}`,
        "worker.registration.rotate_certs": "1",
      },
    });
    const {identity} = localnet.node;
    const ask = async (key: PublicKey): Promise<bigint> => {
      const tls = {keys: () => [key], commonName: "oasis-node", now: Date.now};
      const client = connect(`127.0.0.1:${port}`, {tls});
      cleanups.push(() => client.close());
      return (await client.api(consensusLightService).getLightBlock(latestHeight)).height;
    };
    const first = identity.tlsKeys().current.publicKey;
    expect(await ask(first)).toBeGreaterThan(0n);
    // Keys change after the first registration of an epoch that follows one with a registration.
    const registrations = localnet.apis.registry.watchNodes()[Symbol.asyncIterator]();
    const socket = connect(`unix:${localnet.paths.socket}`);
    cleanups.push(() => socket.close());
    for (let epoch = 1n; identity.tlsKeys().current.publicKey === first; epoch++) {
      const registered = registrations.next();
      await socket.api(debugControllerService).setEpoch(asEpoch(epoch));
      await registered;
    }
    await registrations.return?.();
    expect(await ask(identity.tlsKeys().current.publicKey)).toBeGreaterThan(0n);
    await expect(ask(first)).rejects.toThrow("tls: ");
  });

  test("offers its metrics", async () => {
    const port = await freePort();
    await started({settings: {"metrics.mode": "pull", "metrics.address": `127.0.0.1:${port}`}});
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(text).toMatch(/^oasis_consensus_signed_blocks\{backend="tendermint"\} [1-9]/m);
    expect(text).toMatch(/^oasis_node_cpu_utime_seconds /m);
  });

  test("sets epochs by hand where they do not pass", async () => {
    const localnet = await started({mockEpochs: true});
    const client = connect(`unix:${localnet.paths.socket}`);
    cleanups.push(() => client.close());
    const debug = client.api(debugControllerService);
    await debug.setEpoch(asEpoch(1n));
    expect(await localnet.apis.beacon.getEpoch(latestHeight)).toBe(1n);
    await debug.waitNodesRegistered(1n);
  });

  test("says so when an epoch is too far for the chain, whose validator expires before", async () => {
    const localnet = await started({mockEpochs: true});
    const client = connect(`unix:${localnet.paths.socket}`);
    cleanups.push(() => client.close());
    await expect(client.api(debugControllerService).setEpoch(asEpoch(9n))).rejects.toThrow();
    expect((await localnet.ended).kind).toBe("failed");
  });

  test("refuses to set epochs that pass by themselves", async () => {
    const localnet = await started({});
    const client = connect(`unix:${localnet.paths.socket}`);
    cleanups.push(() => client.close());
    const setting = client.api(debugControllerService).setEpoch(asEpoch(3n));
    await expect(setting).rejects.toMatchObject({module: "control/debug", code: 1});
  });

  test("halts at the halt epoch, and leaves the genesis document of the network after it", async () => {
    const dir = await ownDirectory();
    // A node that halts gives others time to read from it; nobody does here.
    const clock: Clock = {
      now: systemClock.now,
      sleep: (milliseconds, signal) => systemClock.sleep(Math.min(milliseconds, 1000), signal),
    };
    const localnet = await started({
      dir,
      clock,
      chainId: "halting",
      emptyBlockInterval: 10,
      blocksPerEpoch: 3n,
      haltEpoch: 2n,
      settings: {"consensus.tendermint.upgrade.stop_delay": "1ms"},
    });
    const end = await localnet.ended;
    expect(end).toMatchObject({kind: "halted", error: {code: "haltEpoch"}});
    const [name = ""] = await readdir(join(localnet.paths.node, "exports"));
    expect(name).toMatch(/^genesis-halting-at-\d+\.json$/);
    const document = parseDocument(await readFile(join(localnet.paths.node, "exports", name), "utf8"));
    expect(`genesis-halting-at-${document.height}.json`).toBe(name);
    expect(document.beacon.base).toBe(2n);
  });

  test("leaves the network on request: no more registrations, and it stops when it is gone", async () => {
    const localnet = await started({emptyBlockInterval: 10, blocksPerEpoch: 3n});
    const client = connect(`unix:${localnet.paths.socket}`);
    cleanups.push(() => client.close());
    await client.api(nodeControllerService).requestShutdown(false);
    // The last validator takes the chain along: either the registry drops the node first, or the chain ends without it.
    expect(["stopped", "failed"]).toContain((await localnet.ended).kind);
  });
});
