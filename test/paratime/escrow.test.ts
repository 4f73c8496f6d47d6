import {readFileSync} from "node:fs";
import {type Localnet, startLocalnet} from "@oasis-node/localnet/localnet";
import {toHex} from "@oasis-node/primitives/bytes";
import {latestHeight} from "@oasis-node/primitives/epoch";
import {namespaceFromText} from "@oasis-node/primitives/namespace";
import {connect} from "@oasis-node/rpc/client";
import {nodeControllerService, type RuntimeStatus} from "@oasis-node/rpc/services";
import {committeeRoles} from "@oasis-node/state-transition/committee";
import {hasRoles, nodeRoles} from "@oasis-node/state-transition/node";
import {describe, expect, test} from "vitest";
import {keyvalueElf, whyNoSandbox} from "./support/elf.ts";
import {KeyvalueClient, paratimeId} from "./support/keyvalueClient.ts";
import {readLog, until} from "./support/paratimeNetwork.ts";

const because = whyNoSandbox === null ? "" : ` (${whyNoSandbox})`;
const allRoles = nodeRoles.validator | nodeRoles.computeWorker | nodeRoles.storageWorker;
const tokens = 1_000_000_000n;

describe.skipIf(whyNoSandbox !== null)(`A node with a ParaTime${because}`, {timeout: 60_000}, () => {
  // 100 tokens each for the entity, its ParaTime, and the node as validator, compute worker and storage worker.
  test("is refused with less than 500 tokens in escrow, and told what it lacks", async () => {
    // Epochs by hand: the only validator must not expire.
    const localnet = await start({escrow: 499n, mockEpochs: true});
    try {
      const text = await until("the log tells of the escrow", () => {
        const lines = readFileSync(localnet.paths.log, "utf8");
        return /escrow|stake/.test(lines) ? lines : null;
      });
      expect(text).toMatch(/missing: 1000000000\).*"staking: insufficient stake".*"need":500000000000/);
      expect(await rolesOf(localnet)).toBe(nodeRoles.validator);
    } finally {
      await localnet.stop();
    }
  });

  test("is elected with 500 tokens, and shows it", async () => {
    const localnet = await start({escrow: 500n});
    const client = connect(`unix:${localnet.paths.socket}`);
    try {
      const outcome = await new KeyvalueClient(client).insert("key", "value");
      expect(outcome).toHaveProperty("round");
      expect(hasRoles(await rolesOf(localnet), allRoles)).toBe(true);
      const {runtimes} = await client.api(nodeControllerService).getStatus();
      expectWorking(runtimes?.get(namespaceFromText(paratimeId)));
      // What is as it should be is not complained about.
      const complaints = readLog(localnet.paths.log).filter(({level}) => level !== "info");
      expect(complaints.map(({msg}) => msg)).not.toContain("failed updating batch weight limits");
      expect(complaints.map(({msg}) => msg)).not.toContain("message dropped");
      const account = await localnet.apis.staking.account({
        height: latestHeight,
        owner: localnet.entity.address,
      });
      expect(account.escrow.active.balance).toBeGreaterThanOrEqual(500n * tokens);
    } finally {
      client.close();
      await localnet.stop();
    }
  });
});

function start(options: {readonly escrow: bigint; readonly mockEpochs?: boolean}): Promise<Localnet> {
  return keyvalueElf().then((elf) =>
    startLocalnet({paratimes: {[paratimeId]: elf}, emptyBlockInterval: 50, ...options}),
  );
}

async function rolesOf({apis, node}: Localnet): Promise<number> {
  const id = node.identity.nodeSigner.publicKey;
  return (await apis.registry.getNode({height: latestHeight, id})).roles;
}

function expectWorking(status: RuntimeStatus | undefined): void {
  expect(toHex(status?.descriptor?.id ?? new Uint8Array())).toBe(paratimeId);
  expect(status?.latestRound).toBeGreaterThan(0n);
  expect([...(status?.committee?.executorRoles ?? [])]).toEqual([committeeRoles.worker]);
  expect([...(status?.committee?.storageRoles ?? [])]).toEqual([committeeRoles.worker]);
  expect(status?.storage?.lastFinalizedRound).toBeGreaterThan(0n);
}
