export type {Branded} from "./brand.ts";
export {compare, concat, equal, fromBase64, fromHex, toBase64, toHex, utf8} from "./bytes.ts";
export {BytesMap} from "./bytesMap.ts";
export {fromHexOrBase64} from "./textForm.ts";
