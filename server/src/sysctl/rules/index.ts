import type { Rule } from '../../core/rule.ts';
import type { Sysctl } from '../model/model.ts';
import duplicateKey from './duplicate-key.ts';
import finTimeoutIsNotTimeWait from './fin-timeout-is-not-time-wait.ts';
import finTimeoutOutOfRange from './fin-timeout-out-of-range.ts';
import fullWidthCharacter from './full-width-character.ts';
import inlineComment from './inline-comment.ts';
import maxTwBucketsLow from './max-tw-buckets-low.ts';
import notAnAssignment from './not-an-assignment.ts';
import overridden from './overridden.ts';
import portRangeParity from './port-range-parity.ts';
import portRangeTooLow from './port-range-too-low.ts';
import removedKey from './removed-key.ts';
import synBacklogAboveSomaxconn from './syn-backlog-above-somaxconn.ts';
import tcpMemInBytes from './tcp-mem-in-bytes.ts';
import tcpTwRecycle from './tcp-tw-recycle.ts';
import twReuseServerSide from './tw-reuse-server-side.ts';
import twReuseWithoutTimestamps from './tw-reuse-without-timestamps.ts';
import unknownKey from './unknown-key.ts';

/** In the order of the catalogue. */
export const rules: readonly Rule<Sysctl>[] = [
  tcpTwRecycle,
  finTimeoutIsNotTimeWait,
  finTimeoutOutOfRange,
  twReuseWithoutTimestamps,
  twReuseServerSide,
  maxTwBucketsLow,
  synBacklogAboveSomaxconn,
  portRangeTooLow,
  portRangeParity,
  tcpMemInBytes,
  removedKey,
  unknownKey,
  notAnAssignment,
  inlineComment,
  fullWidthCharacter,
  duplicateKey,
  overridden,
];
