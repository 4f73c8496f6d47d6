import {chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {recordedPath} from "./recording.ts";
import {type Outcome, run, type Setting, testDirectory} from "./world.ts";

const chainGenesis = join(import.meta.dirname, "../../../../test/vectors/chain-1/genesis.json");

/** Genesis documents with one thing wrong, by the name of their recording. */
const faults: Readonly<Record<string, (text: string) => string>> = {
  bad_height: (text) => text.replace('"height": 1,', '"height": 0,'),
  bad_missing_threshold: (text) => text.replace(/\n *"node-compute": "50",/, ""),
  bad_governance_quorum: (text) => text.replace('"quorum": 75,', '"quorum": 50,'),
  bad_timeout_commit: (text) => text.replace('"timeout_commit": 250000000,', '"timeout_commit": 0,'),
};

/** The directory in which the recordings were made, made again: a chain's genesis, entities and what spoils them. */
export class Scene {
  readonly directory: string;

  private constructor(directory: string) {
    this.directory = directory;
  }

  static async open(): Promise<Scene> {
    const scene = new Scene(testDirectory());
    for (const each of [
      "c1/entity-0",
      "c1/entity-1",
      "cliwork/ent",
      "cliwork/ent2",
      "cliwork/ent3",
      "cliwork/entw",
    ])
      mkdirSync(scene.path(each), {recursive: true, mode: 0o700});
    for (const each of ["cliwork/ent4", "cliwork/ent5"]) mkdirSync(scene.path(each), {mode: 0o700});
    copyFileSync(chainGenesis, scene.path("c1/genesis.json"));
    copyFileSync(recordedPath("upgrade_descriptor_example.json"), scene.path("cliwork/upgrade.json"));
    const text = readFileSync(chainGenesis, "utf8");
    for (const [name, spoil] of Object.entries(faults))
      writeFileSync(scene.path(`cliwork/genesis-${name}.json`), spoil(text));
    for (const each of ["c1/entity-0", "c1/entity-1", "cliwork/ent2", "cliwork/ent3"])
      await run(["registry", "entity", "init", "--signer.dir", scene.path(each)]);
    chmodSync(scene.path("cliwork/ent2/entity.pem"), 0o644);
    chmodSync(scene.path("cliwork/ent3"), 0o755);
    chmodSync(scene.path("cliwork/entw"), 0o755);
    writeFileSync(scene.path("cliwork/ent5/entity.pem"), "junk\n", {mode: 0o600});
    return scene;
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  /** Runs a recorded command line here; the outputs say where, as the recordings do. */
  async run(args: readonly string[], setting: Setting = {}): Promise<Outcome> {
    const here = args.map((arg) => arg.replaceAll("$RUN", this.directory));
    const {code, stdout, stderr} = await run(here, {cwd: this.directory, ...setting});
    return {code, stdout: this.#there(stdout), stderr: this.#there(stderr)};
  }

  #there(text: string): string {
    return text.replaceAll(this.directory, "$RUN");
  }
}
