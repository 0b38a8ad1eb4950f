/** The whole script of the decoder's worker; the build puts it in. */
declare const DECODER_WORKER_SOURCE: string;
