export {decodeErrorDetail, ErrorDetail, encodeErrorDetail} from "./errorDetail.ts";
