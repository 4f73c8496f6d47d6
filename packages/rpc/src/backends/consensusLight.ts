import {nodeDbErrors} from "@oasis-node/mkvs/db";
import {type ProofResponse, type TreeId, TreeSyncer} from "@oasis-node/mkvs/syncer";
import {Tree} from "@oasis-node/mkvs/tree";
import type {Api} from "../service/index.ts";
import type {consensusLightService} from "../services/index.ts";
import type {OwnChain} from "./chain.ts";
import {offerTransaction} from "./submission.ts";

/** The node's own answers to light clients. Reads of the state throw (storage/mkvs/db, 8) for a root that is not kept. */
export function consensusLightBackend(chain: OwnChain): Api<typeof consensusLightService> {
  const {queries} = chain;
  return {
    getLightBlock: (height) => queries.lightBlock(height),
    getParameters: async (height) => queries.parameters(height),
    stateSyncGet: (request) => proveFrom(chain, request.tree, (syncer) => syncer.syncGet(request)),
    stateSyncGetPrefixes: (request) =>
      proveFrom(chain, request.tree, (syncer) => syncer.syncGetPrefixes(request)),
    stateSyncIterate: (request) => proveFrom(chain, request.tree, (syncer) => syncer.syncIterate(request)),
    submitTxNoWait: (transaction) => offerTransaction(queries.engine, transaction),
    submitEvidence: ({meta}) => queries.engine.submitEvidence(meta ?? new Uint8Array()),
  };
}

async function proveFrom(
  {stateDb}: OwnChain,
  {root}: TreeId,
  prove: (syncer: TreeSyncer) => Promise<ProofResponse>,
): Promise<ProofResponse> {
  if (!stateDb.hasRoot(root)) throw nodeDbErrors.rootNotFound({details: {root}});
  const tree = Tree.open({db: stateDb, root});
  try {
    return await prove(new TreeSyncer(tree));
  } finally {
    tree.close();
  }
}
