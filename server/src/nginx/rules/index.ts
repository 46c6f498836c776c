import type { Rule } from '../../core/rule.ts';
import type { Nginx } from '../model/model.ts';
import balancerRedefined from './balancer-redefined.ts';
import blockForm from './block-form.ts';
import bom from './bom.ts';
import clientKeepaliveOff from './client-keepalive-off.ts';
import conflictingDefaultServer from './conflicting-default-server.ts';
import connectionForwarded from './connection-forwarded.ts';
import deprecated from './deprecated.ts';
import duplicateDirective from './duplicate-directive.ts';
import duplicateListenOptions from './duplicate-listen-options.ts';
import duplicateLocation from './duplicate-location.ts';
import duplicateServerName from './duplicate-server-name.ts';
import fastcgiKeepaliveInert from './fastcgi-keepalive-inert.ts';
import fullWidthCharacter from './full-width-character.ts';
import http2ConnectionHeader from './http2-connection-header.ts';
import ifCondition from './if-condition.ts';
import ignoreClientAbort from './ignore-client-abort.ts';
import includeMissing from './include-missing.ts';
import invalidBacklog from './invalid-backlog.ts';
import invalidSoKeepalive from './invalid-so-keepalive.ts';
import invalidValue from './invalid-value.ts';
import keepaliveBeforeBalancer from './keepalive-before-balancer.ts';
import keepaliveParametersUnused from './keepalive-parameters-unused.ts';
import keepaliveUnusedProtocol from './keepalive-unused-protocol.ts';
import keepaliveZero from './keepalive-zero.ts';
import lingeringCloseOff from './lingering-close-off.ts';
import listenProtocolMix from './listen-protocol-mix.ts';
import literalProxyPass from './literal-proxy-pass.ts';
import longTimeoutNoKeepalive from './long-timeout-no-keepalive.ts';
import lowKeepaliveRequests from './low-keepalive-requests.ts';
import mapEntry from './map-entry.ts';
import maxConnsWithoutZone from './max-conns-without-zone.ts';
import mixedUpstreamHttpVersions from './mixed-upstream-http-versions.ts';
import notInVersion from './not-in-version.ts';
import obsoleteHttp2Timeouts from './obsolete-http2-timeouts.ts';
import proxyBindPort from './proxy-bind-port.ts';
import proxyHeaderDropped from './proxy-header-dropped.ts';
import quicSocketOptions from './quic-socket-options.ts';
import readOnlyVariable from './read-only-variable.ts';
import removed from './removed.ts';
import streamHalfClose from './stream-half-close.ts';
import swallowedDirective from './swallowed-directive.ts';
import syntax from './syntax.ts';
import tokenTooLong from './token-too-long.ts';
import undefinedReference from './undefined-reference.ts';
import unknownDirective from './unknown-directive.ts';
import unknownVariable from './unknown-variable.ts';
import upstreamIdleTimeout from './upstream-idle-timeout.ts';
import upstreamKeepaliveInert from './upstream-keepalive-inert.ts';
import upstreamWithoutKeepalive from './upstream-without-keepalive.ts';
import websocketHalfConfigured from './websocket-half-configured.ts';
import websocketMapClose from './websocket-map-close.ts';
import wrongArgumentCount from './wrong-argument-count.ts';
import wrongContext from './wrong-context.ts';

/** In the order of the catalogue. */
export const rules: readonly Rule<Nginx>[] = [
  upstreamKeepaliveInert,
  keepaliveBeforeBalancer,
  balancerRedefined,
  maxConnsWithoutZone,
  listenProtocolMix,
  websocketMapClose,
  connectionForwarded,
  websocketHalfConfigured,
  upstreamWithoutKeepalive,
  literalProxyPass,
  keepaliveParametersUnused,
  keepaliveZero,
  fastcgiKeepaliveInert,
  keepaliveUnusedProtocol,
  mixedUpstreamHttpVersions,
  http2ConnectionHeader,
  upstreamIdleTimeout,
  clientKeepaliveOff,
  lowKeepaliveRequests,
  obsoleteHttp2Timeouts,
  lingeringCloseOff,
  ignoreClientAbort,
  longTimeoutNoKeepalive,
  proxyBindPort,
  quicSocketOptions,
  invalidSoKeepalive,
  invalidBacklog,
  streamHalfClose,
  proxyHeaderDropped,
  syntax,
  fullWidthCharacter,
  deprecated,
  removed,
  unknownDirective,
  wrongContext,
  wrongArgumentCount,
  blockForm,
  notInVersion,
  includeMissing,
  swallowedDirective,
  tokenTooLong,
  bom,
  unknownVariable,
  readOnlyVariable,
  undefinedReference,
  duplicateLocation,
  duplicateServerName,
  conflictingDefaultServer,
  duplicateListenOptions,
  invalidValue,
  duplicateDirective,
  ifCondition,
  mapEntry,
];
