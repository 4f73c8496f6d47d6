export {BlockStore, type NewBlock, type StoredBlock, type StoredChain} from "./blockStore.ts";
export type {EvidenceRecords} from "./evidenceRecords.ts";
