import type { Rule } from '../../core/rule.ts';
import type { Machine } from '../model.ts';
import backlogAboveSomaxconn from './backlog-above-somaxconn.ts';
import connectionsAboveFileLimit from './connections-above-file-limit.ts';
import keepaliveOrder from './keepalive-order.ts';
import tcpKeepaliveUnused from './tcp-keepalive-unused.ts';
import timeWaitCureMisplaced from './time-wait-cure-misplaced.ts';

/** In the order of the catalogue. */
export const machineRules: readonly Rule<Machine>[] = [
  backlogAboveSomaxconn,
  tcpKeepaliveUnused,
  connectionsAboveFileLimit,
  timeWaitCureMisplaced,
  keepaliveOrder,
];
