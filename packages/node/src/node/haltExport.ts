import {join} from "node:path";
import {exportDocumentAs} from "@oasis-node/consensus/queries";
import {asHeight} from "@oasis-node/primitives/epoch";
import type {Logger} from "@oasis-node/primitives/log";
import type {Halt} from "@oasis-node/state-transition/application";
import {formatDocument} from "@oasis-node/state-transition/genesis";
import type {RunningChain} from "../chain/index.ts";
import {makeDirectory, replacePrivateFile} from "../dataDirectory/index.ts";

/**
 * Writes the genesis document of a chain that goes on from where this one halts, into `exports/` of the data directory
 * (cli-config-grpc §7.6). What fails is told in the log: the halt itself matters more.
 */
export async function exportAtHalt(
  {height, time, epoch}: Halt,
  {queries}: RunningChain,
  dataDirectory: string,
  logger: Logger,
): Promise<void> {
  const at = asHeight(height + 1n);
  logger.info("Consensus halt hook: dumping genesis", {epoch, block_height: at});
  try {
    const document = await exportDocumentAs(queries, {height: at, time});
    const directory = join(dataDirectory, "exports");
    await makeDirectory(directory);
    const file = join(directory, `genesis-${document.chainId}-at-${document.height}.json`);
    await replacePrivateFile(file, formatDocument(document));
    logger.info("Consensus halt hook: genesis dumped", {epoch, block_height: at, file});
  } catch (err) {
    logger.error("halt hook: failed to dump genesis", {err});
  }
}
