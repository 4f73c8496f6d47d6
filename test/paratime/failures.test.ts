import {chmodSync, copyFileSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {startLocalnet} from "@oasis-node/localnet/localnet";
import {connect} from "@oasis-node/rpc/client";
import {describe, expect, test} from "vitest";
import {testDirectory} from "../endToEnd/support/directory.ts";
import {keyvalueElf, whyNoSandbox} from "./support/elf.ts";
import {KeyvalueClient, paratimeId} from "./support/keyvalueClient.ts";
import {readLog, until} from "./support/paratimeNetwork.ts";

const because = whyNoSandbox === null ? "" : ` (${whyNoSandbox})`;

/** What can be wrong with a binary, and what the log has to say about it. */
const broken = {
  b1: {
    make: () => {},
    says: /is not there; wanted: an executable ELF file.*check its path in runtime\.paths/,
  },
  b2: {
    make: (path: string) => writeFileSync(path, "x", {mode: 0o600}),
    says: /is not executable; .*chmod \+x/,
  },
  b3: {
    make: (path: string) => writeFileSync(path, "#!/bin/sh\n", {mode: 0o700}),
    says: /is not an ELF file: .*name the ParaTime's ELF binary/,
  },
  b4: {make: otherArchitecture, says: /is .*get the build of the ParaTime for this machine/},
  b5: {
    make: (path: string) => copyFileSync("/bin/true", path),
    says: /process ended before it connected \(.*speaks the Runtime Host Protocol.*check that the binary/,
  },
} as const;

const idOf = (prefix: string): string => `80${"00".repeat(30)}${prefix}`;

/** An ELF of a machine with 64 bits that this one is not. */
function otherArchitecture(path: string): void {
  const bytes = readFileSync("/bin/true");
  // e_machine: AArch64, or x86-64.
  bytes.writeUInt16LE(bytes.readUInt16LE(18) === 183 ? 62 : 183, 18);
  writeFileSync(path, bytes);
  chmodSync(path, 0o700);
}

describe.skipIf(whyNoSandbox !== null)(`ParaTimes that cannot run${because}`, {timeout: 120_000}, () => {
  test("are told of with cause and remedy, while chain and other ParaTimes go on", async () => {
    const directory = testDirectory();
    const paratimes: Record<string, string> = {[paratimeId]: await keyvalueElf()};
    for (const [name, {make}] of Object.entries(broken)) {
      paratimes[idOf(name)] = join(directory, name);
      make(join(directory, name));
    }
    // Every ParaTime needs escrow, and epochs have to last until each binary has been tried.
    const localnet = await startLocalnet({paratimes, escrow: 5000n, emptyBlockInterval: 200});
    const client = connect(`unix:${localnet.paths.socket}`);
    try {
      for (const [name, {says}] of Object.entries(broken)) {
        const line = await until(`the log tells of ${name}`, () => {
          const about = readLog(localnet.paths.log).filter((one) => one.runtime_id === idOf(name));
          return about.find(({msg}) => msg === "failed to start runtime") ?? null;
        });
        expect(line.err, name).toMatch(says);
      }
      const user = new KeyvalueClient(client);
      expect(await user.insert("key", "value")).toHaveProperty("round");
      // Longer than the registration of genesis lasts.
      for await (const {height} of localnet.apis.consensus.watchBlocks()) if (height >= 50n) break;
      expect(await user.insert("key", "value")).toHaveProperty("round");
    } finally {
      client.close();
      await localnet.stop();
    }
  });

  test("of another network are told of, and the node goes on without them", async () => {
    const unknown = idOf("cc");
    const localnet = await startLocalnet({
      paratimes: {[paratimeId]: await keyvalueElf()},
      emptyBlockInterval: 50,
      settings: {"runtime.supported": `${paratimeId},${unknown}`},
    });
    const client = connect(`unix:${localnet.paths.socket}`);
    try {
      const text = await until("the log tells of it", () => {
        const lines = readFileSync(localnet.paths.log, "utf8");
        return lines.includes("ParaTime is not registered on this network") ? lines : null;
      });
      expect(text).toMatch(new RegExp(`"found":"${unknown} is in runtime.supported, .*"remedy":"compare it`));
      for await (const {height} of localnet.apis.consensus.watchBlocks()) if (height >= 60n) break;
      expect(await new KeyvalueClient(client).insert("key", "value")).toHaveProperty("round");
      const refusal = new KeyvalueClient(client, 0n, idOf("dd")).insert("key", "value");
      await expect(refusal).rejects.toThrow(/runtime .* is not supported/);
    } finally {
      client.close();
      await localnet.stop();
    }
  });

  test("for want of bubblewrap are told of, while the chain goes on", async () => {
    const paratimes = {[paratimeId]: await keyvalueElf()};
    const localnet = await startLocalnet({
      paratimes,
      emptyBlockInterval: 50,
      settings: {"runtime.sandbox.binary": "/nowhere/bwrap"},
    });
    try {
      const text = await until("the log tells of it", () => {
        const lines = readFileSync(localnet.paths.log, "utf8");
        return lines.includes("failed to start runtime") ? lines : null;
      });
      expect(text).toMatch(
        /there is no bubblewrap at \/nowhere\/bwrap; wanted: .*; install the package bubblewrap/,
      );
      for await (const {height} of localnet.apis.consensus.watchBlocks()) if (height >= 60n) break;
    } finally {
      await localnet.stop();
    }
  });
});
