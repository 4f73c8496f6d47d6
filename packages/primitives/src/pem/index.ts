export {certificateFileMode, isKeyFileMode, keyFileMode} from "./fileModes.ts";
export {decodePem, encodePem} from "./pem.ts";
export {encodePemBlock, type FoundPemBlock, findPemBlock, type PemBlock} from "./pemBlock.ts";
export {PemError} from "./pemError.ts";
export {pemTypes} from "./pemTypes.ts";
