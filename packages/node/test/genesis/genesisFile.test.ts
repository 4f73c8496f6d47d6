import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {describe, expect, onTestFinished, test} from "vitest";
import {canonicalProblem, GenesisFileError, loadGenesisFile} from "../../src/genesis/index.ts";

const recorded = join(import.meta.dirname, "../../../../test/vectors/chain-1/genesis.json");
const debugging = {debugAllowed: true, testKeys: true};

function withFile(text: string): {cwd: string} {
  const cwd = mkdtempSync(join(tmpdir(), "oasis-genesis-"));
  onTestFinished(() => rmSync(cwd, {recursive: true, force: true}));
  writeFileSync(join(cwd, "genesis.json"), text);
  return {cwd};
}

describe("a genesis file", () => {
  test("that a node starts with tells its hash and is canonical", async () => {
    const genesis = await loadGenesisFile(recorded, {cwd: "/"}, debugging);
    expect(genesis.chainContext).toBe("544923b9d066ea28b33956e888770d0b24027b7819f7a2c6d3d92ea2bec29a25");
    expect(canonicalProblem(genesis)).toBeNull();
  });

  test.each([
    ["", "genesis: malformed genesis file: unexpected end of JSON input"],
    ["genesis", "genesis: malformed genesis file: invalid character 'g' looking for beginning of value"],
    ['{"height": "one"}', "genesis: malformed genesis file: json: "],
  ])("%j is malformed", async (text, message) => {
    const loading = loadGenesisFile("genesis.json", withFile(text), debugging);
    await expect(loading).rejects.toThrow(message);
    await expect(loading).rejects.toBeInstanceOf(GenesisFileError);
  });

  test("gates count for nothing behind a closed debug gate", async () => {
    const place = {cwd: "/"};
    await expect(loadGenesisFile(recorded, place, {testKeys: true})).rejects.toThrow(
      "genesis: bad genesis file: ",
    );
    await expect(loadGenesisFile(recorded, place)).rejects.toThrow(GenesisFileError);
  });

  test("says the first thing that is wrong as the reference does", async () => {
    const text = readFileSync(recorded, "utf8").replace('"chain_id": "', '"chain_id": "", "x": "');
    const loading = loadGenesisFile("genesis.json", withFile(text), debugging);
    await expect(loading).rejects.toThrow(
      "genesis: bad genesis file: genesis: sanity check failed: chain ID must not be empty",
    );
  });
});
