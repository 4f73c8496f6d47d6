export {
  EntityFilesError,
  type EntityWithSigner,
  entityFile,
  loadEntity,
  saveEntity,
} from "./entityFiles.ts";
export {type EntityOptions, entityDirectory, entitySigner, testEntity} from "./entitySigner.ts";
export {type GeneratedBody, generateTransaction, type TransactionContext} from "./generateTransaction.ts";
export {gatesOf, openGenesis} from "./openGenesis.ts";
export {type SignerPlace, signerFactory} from "./signerFactory.ts";
export {explainSignerError, SignerProblem} from "./signerProblem.ts";
