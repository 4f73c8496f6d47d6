export {
  checkDocument,
  type DocumentChecks,
  type DocumentPart,
  documentProblems,
  GenesisError,
} from "./checkDocument.ts";
export {chainContext, Document, documentHash, formatDocument, parseDocument} from "./document.ts";
export {
  GenesisValidatorError,
  genesisValidators,
  type TendermintValidator,
  type ValidatorChecks,
} from "./genesisValidators.ts";
export {
  type TendermintGenesis,
  TendermintGenesisError,
  type TendermintGenesisOptions,
  type TendermintParameters,
  tendermintGenesis,
} from "./tendermintGenesis.ts";
