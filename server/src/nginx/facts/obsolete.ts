/** What became of directives and how to say the same today; from the source of the releases named and nginx's CHANGES. */

export type Deprecation =
  /** It works as its successor; `since` is the first release that warns. */
  | { readonly since: string; readonly effect: 'alias'; readonly successor: string }
  /** nginx reads it, warns and forgets it. */
  | { readonly since: string; readonly effect: 'ignored'; readonly successor?: string };

/** Directives that nginx still takes, with a warning at every start. */
export const deprecations: ReadonlyMap<string, Deprecation> = new Map<string, Deprecation>([
  ['http2_push', { since: '1.25.1', effect: 'ignored' }],
  ['http2_push_preload', { since: '1.25.1', effect: 'ignored' }],
  ['http2_max_concurrent_pushes', { since: '1.25.1', effect: 'ignored' }],
  ['http2_max_field_size', { since: '1.19.7', effect: 'ignored', successor: 'large_client_header_buffers' }],
  ['http2_max_header_size', { since: '1.19.7', effect: 'ignored', successor: 'large_client_header_buffers' }],
  ['spdy_chunk_size', { since: '1.9.5', effect: 'ignored', successor: 'http2_chunk_size' }],
  ['spdy_headers_comp', { since: '1.9.5', effect: 'ignored' }],
  ['spdy_keepalive_timeout', { since: '1.9.5', effect: 'ignored', successor: 'keepalive_timeout' }],
  ['spdy_max_concurrent_streams', { since: '1.9.5', effect: 'ignored', successor: 'http2_max_concurrent_streams' }],
  ['spdy_pool_size', { since: '1.9.5', effect: 'ignored' }],
  ['spdy_recv_buffer_size', { since: '1.9.5', effect: 'ignored', successor: 'http2_recv_buffer_size' }],
  ['spdy_recv_timeout', { since: '1.9.5', effect: 'ignored', successor: 'client_header_timeout' }],
  ['spdy_streams_index_size', { since: '1.9.5', effect: 'ignored' }],
  ['proxy_downstream_buffer', { since: '1.9.4', effect: 'alias', successor: 'proxy_buffer_size' }],
  ['proxy_upstream_buffer', { since: '1.9.4', effect: 'alias', successor: 'proxy_buffer_size' }],
]);

/** What to write instead of directives that nginx no longer has; as a name where the arguments stay. */
export const successors: ReadonlyMap<string, string> = new Map([
  ['addtion_types', 'addition_types'],
  ['auth', 'imap_auth'],
  ['connections', 'worker_connections'],
  ['default_charset', 'charset'],
  ['fastcgi_header_buffer_size', 'fastcgi_buffer_size'],
  ['fastcgi_redirect_errors', 'fastcgi_intercept_errors'],
  ['fastcgi_set_var', 'fastcgi_param'],
  ['fastcgi_upstream_fail_timeout', 'server … fail_timeout='],
  ['fastcgi_upstream_max_fails', 'server … max_fails='],
  ['imap', 'mail'],
  ['limit_zone', 'limit_conn_zone'],
  ['memcached_upstream_fail_timeout', 'server … fail_timeout='],
  ['memcached_upstream_max_fails', 'server … max_fails='],
  ['open_file_cache_retest', 'open_file_cache_valid'],
  ['optimize_server_names', 'server_name_in_redirect'],
  ['proxy_add_x_forwarded_for', 'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for'],
  ['proxy_header_buffer_size', 'proxy_buffer_size'],
  ['proxy_preserve_host', 'proxy_set_header Host $host'],
  ['proxy_redirect_errors', 'proxy_intercept_errors'],
  ['proxy_set_x_real_ip', 'proxy_set_header X-Real-IP $remote_addr'],
  ['proxy_upstream_fail_timeout', 'server … fail_timeout='],
  ['proxy_upstream_max_fails', 'server … max_fails='],
  ['redirect', 'rewrite'],
  ['satisfy_any', 'satisfy any'],
  ['so_keepalive', 'listen … so_keepalive=on'],
  ['spdy_chunk_size', 'http2_chunk_size'],
  ['spdy_keepalive_timeout', 'keepalive_timeout'],
  ['spdy_max_concurrent_streams', 'http2_max_concurrent_streams'],
  ['spdy_recv_buffer_size', 'http2_recv_buffer_size'],
  ['spdy_recv_timeout', 'client_header_timeout'],
]);
