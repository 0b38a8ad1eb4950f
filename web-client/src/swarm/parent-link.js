/**
 * A parent of ours, be it a forward or a viewer: docs/protocol.md §2. Whoever uses it does not care which.
 *
 * @typedef {object} ParentLink
 * @property {'forward'|'viewer'} kind
 * @property {string} name                   the forward's name or the viewer's id
 * @property {'new'|'connecting'|'open'|'closed'} state
 * @property {(stripes: number[], from: import('../signaling/messages.js').Position|null) => void} subscribe
 * @property {(epoch: number, sequences: number[]) => void} request
 * @property {() => void} [ping]             asks for a sign of life; viewers only
 * @property {number} [roundTripMillis]      as last measured, negative when not known; viewers only
 * @property {(reason: import('../signaling/messages.js').ByeReason) => void} bye   says goodbye and closes; no `onClose` follows
 *
 * What comes from a parent. After `onClose`, after bye() and after destroy() nothing comes.
 * @typedef {object} ParentListener
 * @property {(link: ParentLink) => void} onOpen
 * @property {(link: ParentLink, wire: Uint8Array) => void} onChunk                   not checked yet
 * @property {(link: ParentLink, missing: import('../signaling/messages.js').Missing) => void} onMissing
 * @property {(link: ParentLink, stream: import('../signaling/messages.js').Stream) => void} onStream
 * @property {(link: ParentLink, reason: import('../signaling/messages.js').LossReason) => void} onClose
 */

export {};
