import {join} from "node:path";
import {reservedPublicKeys} from "@oasis-node/primitives/address";
import {knownTestPublicKeys, nodeBlacklist, SignatureVerifier} from "@oasis-node/primitives/signature";
import type {NodeSettings} from "@oasis-node/state-transition/context";
import type {Document} from "@oasis-node/state-transition/genesis";
import {boolean, number, object, readText} from "../records.ts";
import {findOwnKey} from "./findOwnKey.ts";

export interface Settings {
  readonly node: NodeSettings;
  readonly verifier: SignatureVerifier;
}

/** What the recording node was started with, from the folder's `node.json` and its calls. */
export async function readSettings(folder: string, calls: string, {consensus}: Document): Promise<Settings> {
  const path = join(folder, "node.json");
  const settings = object(JSON.parse(await readText(path)), path);
  const minGasPrice = BigInt(number(settings.min_gas_price, path));
  const blacklist = nodeBlacklist({
    reserved: Object.values(reservedPublicKeys),
    testKeys: knownTestPublicKeys(),
    allowTestKeys: boolean(settings.debug_allow_test_keys, path),
    genesis: consensus.parameters.publicKeyBlacklist ?? [],
  });
  return {
    node: {
      minGasPrice,
      ownKey: await findOwnKey(calls, minGasPrice),
      debugAllowed: boolean(settings.debug_dont_blame_oasis, path),
      skipAttestation: boolean(settings.ias_debug_skip_verify, path),
      testSigners: boolean(settings.debug_allow_test_keys, path),
    },
    verifier: new SignatureVerifier({blacklist}),
  };
}
