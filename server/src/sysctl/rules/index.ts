import type { Rule } from '../../core/rule.ts';
import type { Sysctl } from '../model/model.ts';
import abortOnOverflow from './abort-on-overflow.ts';
import bbrWithoutFq from './bbr-without-fq.ts';
import bufferBelowDefault from './buffer-below-default.ts';
import bufferOrder from './buffer-order.ts';
import commentContradictsValue from './comment-contradicts-value.ts';
import conntrackIsNotSocket from './conntrack-is-not-socket.ts';
import conntrackTimeouts from './conntrack-timeouts.ts';
import duplicateKey from './duplicate-key.ts';
import fileLimitIsNotTimeWait from './file-limit-is-not-time-wait.ts';
import finTimeoutIsNotTimeWait from './fin-timeout-is-not-time-wait.ts';
import finTimeoutOutOfRange from './fin-timeout-out-of-range.ts';
import forwardingOrder from './forwarding-order.ts';
import fullWidthCharacter from './full-width-character.ts';
import hardeningFilesystem from './hardening-filesystem.ts';
import hardeningKernel from './hardening-kernel.ts';
import hardeningMemory from './hardening-memory.ts';
import hardeningNetwork from './hardening-network.ts';
import ignoredFile from './ignored-file.ts';
import inlineComment from './inline-comment.ts';
import invalidValue from './invalid-value.ts';
import keepaliveTooShort from './keepalive-too-short.ts';
import keepaliveUnit from './keepalive-unit.ts';
import keySpelling from './key-spelling.ts';
import maxOrphansExtreme from './max-orphans-extreme.ts';
import maxTwBucketsInvalid from './max-tw-buckets-invalid.ts';
import maxTwBucketsLow from './max-tw-buckets-low.ts';
import needsModule from './needs-module.ts';
import netdevMaxBacklog from './netdev-max-backlog.ts';
import noEffectKey from './no-effect-key.ts';
import notAnAssignment from './not-an-assignment.ts';
import notNamespaced from './not-namespaced.ts';
import notYetAvailable from './not-yet-available.ts';
import octalValue from './octal-value.ts';
import oneShotKey from './one-shot-key.ts';
import orphanRetriesZero from './orphan-retries-zero.ts';
import overridden from './overridden.ts';
import portRangeInverted from './port-range-inverted.ts';
import portRangeNarrow from './port-range-narrow.ts';
import portRangeParity from './port-range-parity.ts';
import portRangeTooLow from './port-range-too-low.ts';
import portRangeUnprivileged from './port-range-unprivileged.ts';
import quotedValue from './quoted-value.ts';
import readOnlyKey from './read-only-key.ts';
import removedKey from './removed-key.ts';
import renamedKey from './renamed-key.ts';
import reservedPorts from './reserved-ports.ts';
import retries2Low from './retries2-low.ts';
import rfc1337 from './rfc1337.ts';
import rpFilterMaximum from './rp-filter-maximum.ts';
import sameAsDefault from './same-as-default.ts';
import shellInFile from './shell-in-file.ts';
import somaxconnBelowDefault from './somaxconn-below-default.ts';
import synBacklogAboveSomaxconn from './syn-backlog-above-somaxconn.ts';
import synRetriesLow from './syn-retries-low.ts';
import synackRetriesLow from './synack-retries-low.ts';
import syncookiesAlways from './syncookies-always.ts';
import syncookiesOff from './syncookies-off.ts';
import tcpMemInBytes from './tcp-mem-in-bytes.ts';
import tcpTwRecycle from './tcp-tw-recycle.ts';
import timestampsOff from './timestamps-off.ts';
import toolPortability from './tool-portability.ts';
import twReuseDelay from './tw-reuse-delay.ts';
import twReuseServerSide from './tw-reuse-server-side.ts';
import twReuseWithoutTimestamps from './tw-reuse-without-timestamps.ts';
import unknownKey from './unknown-key.ts';
import valueOutOfRange from './value-out-of-range.ts';
import wrongVectorLength from './wrong-vector-length.ts';

/** In the order of the catalogue. */
export const rules: readonly Rule<Sysctl>[] = [
  tcpTwRecycle,
  finTimeoutIsNotTimeWait,
  finTimeoutOutOfRange,
  twReuseWithoutTimestamps,
  twReuseServerSide,
  twReuseDelay,
  maxTwBucketsLow,
  maxTwBucketsInvalid,
  timestampsOff,
  syncookiesOff,
  syncookiesAlways,
  synBacklogAboveSomaxconn,
  somaxconnBelowDefault,
  synackRetriesLow,
  synRetriesLow,
  retries2Low,
  orphanRetriesZero,
  maxOrphansExtreme,
  netdevMaxBacklog,
  rfc1337,
  keepaliveUnit,
  keepaliveTooShort,
  portRangeTooLow,
  portRangeParity,
  portRangeInverted,
  portRangeNarrow,
  portRangeUnprivileged,
  reservedPorts,
  tcpMemInBytes,
  bufferOrder,
  bufferBelowDefault,
  abortOnOverflow,
  fileLimitIsNotTimeWait,
  conntrackIsNotSocket,
  conntrackTimeouts,
  commentContradictsValue,
  removedKey,
  unknownKey,
  keySpelling,
  shellInFile,
  notAnAssignment,
  inlineComment,
  fullWidthCharacter,
  duplicateKey,
  overridden,
  ignoredFile,
  toolPortability,
  needsModule,
  notNamespaced,
  forwardingOrder,
  rpFilterMaximum,
  bbrWithoutFq,
  hardeningNetwork,
  hardeningKernel,
  hardeningFilesystem,
  hardeningMemory,
  quotedValue,
  octalValue,
  invalidValue,
  valueOutOfRange,
  wrongVectorLength,
  readOnlyKey,
  oneShotKey,
  noEffectKey,
  renamedKey,
  notYetAvailable,
  sameAsDefault,
];
