export {type ConsensusGenesisChecks, checkConsensusGenesis} from "./checkGenesis.ts";
export {consensusErrors, transactionErrors} from "./errors.ts";
export {Costs, consensusGasOps} from "./gas.ts";
export {defineMethods, type Method, type MethodDeclaration, type Methods, type PrettyForm} from "./method.ts";
export {ConsensusGenesis, ConsensusParameters} from "./parameters.ts";
export {prettyMultiSigned, prettySigned} from "./pretty.ts";
export {SignedTransaction} from "./signedTransaction.ts";
export {Fee, Transaction} from "./transaction.ts";
