import type { Rule } from '../../core/rule.ts';
import type { Nginx } from '../model/model.ts';
import clientKeepaliveOff from './client-keepalive-off.ts';
import connectionForwarded from './connection-forwarded.ts';
import deprecated from './deprecated.ts';
import fullWidthCharacter from './full-width-character.ts';
import keepaliveBeforeBalancer from './keepalive-before-balancer.ts';
import literalProxyPass from './literal-proxy-pass.ts';
import lowKeepaliveRequests from './low-keepalive-requests.ts';
import proxyHeaderDropped from './proxy-header-dropped.ts';
import removed from './removed.ts';
import syntax from './syntax.ts';
import upstreamKeepaliveInert from './upstream-keepalive-inert.ts';
import websocketMapClose from './websocket-map-close.ts';

/** In the order of the catalogue. */
export const rules: readonly Rule<Nginx>[] = [
  upstreamKeepaliveInert,
  keepaliveBeforeBalancer,
  websocketMapClose,
  connectionForwarded,
  literalProxyPass,
  clientKeepaliveOff,
  lowKeepaliveRequests,
  proxyHeaderDropped,
  syntax,
  fullWidthCharacter,
  deprecated,
  removed,
];
