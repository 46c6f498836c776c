import type { VersionRange } from '../../core/version.ts';
import { all, before } from '../../core/version.ts';
import type { Form } from './directives.ts';

/**
 * What a directive fills in its block, a second time in vain: nginx says `is duplicate`. undefined: it may be repeated, or it is not
 * known. Found by writing each directive of 1.22.1 and of Debian's modules twice with a value it takes, in every context it is allowed
 * in: the setter alone decides. For setters that came later, and for what varies with the arguments, from their source.
 */
export function slotOf(name: string, { setter }: Form, args: readonly { readonly text: string }[]): string | undefined {
  if (once.has(setter)) return shared.get(name) ?? setter.match(/^(?:http|stream)_lua_\w+_by_lua(?=_block$|$)/)?.[0] ?? name;
  switch (setter) {
    // One limit for each zone.
    case 'http_limit_req': {
      const zone = args.find(({ text }) => text.startsWith('zone='));
      return zone && `${name} ${zone.text}`;
    }
    case 'http_limit_conn':
    case 'stream_limit_conn':
      return args[0] && `${name} ${args[0].text}`;
    // One of each name, or pair of names.
    case 'thread_pool':
    case 'load_module':
      return args[0] && `${name} ${args[0].text}`;
    case 'http_charset_map_block':
      return [name, ...args.map(({ text }) => text.toLowerCase()).sort()].join(' ');
    default:
      return undefined;
  }
}

/** Whether what a directive fills varies with its arguments. */
export const isByArguments = ({ setter }: Form): boolean => byArguments.has(setter);

const byArguments = new Set([
  'http_limit_req',
  'http_limit_conn',
  'stream_limit_conn',
  'thread_pool',
  'load_module',
  'http_charset_map_block',
]);

/** Whether a directive makes a list that `off` cannot stand in, neither before nor after anything else. */
export function isListOrOff({ setter }: Form, ranges: readonly VersionRange[]): boolean {
  return setter === 'http_mirror' || setter === 'http_v2_push' || (lists.has(setter) && !all(ranges, before('1.19.3')));
}

const lists = new Set(['http_proxy_redirect', 'http_proxy_cookie_domain', 'http_proxy_cookie_flags', 'http_proxy_cookie_path']);

/** Different names that fill the same. */
const shared: ReadonlyMap<string, string> = new Map([
  ['alias', 'root'],
  ['proxy_downstream_buffer', 'proxy_buffer_size'],
  ['proxy_upstream_buffer', 'proxy_buffer_size'],
]);

const once = new Set(
  `
conf_set_access_slot conf_set_bufs_slot conf_set_enum_slot conf_set_flag_slot conf_set_msec_slot conf_set_num_slot conf_set_off_slot
conf_set_path_slot conf_set_sec_slot conf_set_size_slot conf_set_str_slot
event_connections event_use events_block openssl_engine set_cpu_affinity set_priority set_user set_worker_processes
http_auth_basic_user_file http_auth_request http_block http_core_directio http_core_internal http_core_keepalive http_core_limit_except
http_core_open_file_cache http_core_resolver http_core_root http_core_set_aio http_disable_symlinks http_fastcgi_cache
http_fastcgi_cache_key http_fastcgi_pass http_fastcgi_store http_geoip_city http_geoip_country http_geoip_org http_grpc_pass
http_grpc_ssl_certificate_cache http_grpc_ssl_password_file http_headers_expires http_log_open_file_cache http_memcached_pass http_perl
http_proxy_cache http_proxy_cache_key http_proxy_pass http_proxy_ssl_certificate_cache http_proxy_ssl_password_file http_proxy_store
http_quic_host_key http_realip http_scgi_cache http_scgi_cache_key http_scgi_pass http_scgi_store http_set_charset_slot
http_set_complex_value_size_slot http_set_complex_value_slot http_set_complex_value_zero_slot http_ssl_certificate_cache
http_ssl_enable http_ssl_ocsp_cache http_ssl_password_file http_try_files http_tunnel_pass http_upstream_bind_set_slot
http_upstream_keepalive http_upstream_least_time http_upstream_resolver http_upstream_sticky http_userid_expires http_userid_mark http_uwsgi_cache
http_uwsgi_cache_key http_uwsgi_pass http_uwsgi_ssl_certificate_cache http_uwsgi_ssl_password_file http_uwsgi_store http_xslt_entities
mail_block mail_core_resolver mail_ssl_enable mail_ssl_password_file mail_ssl_starttls
stream_block stream_core_resolver stream_geoip_city stream_geoip_country stream_geoip_org stream_log_open_file_cache stream_pass
stream_proxy_bind stream_proxy_pass stream_proxy_ssl_alpn_set_slot stream_proxy_ssl_certificate_cache stream_proxy_ssl_password_file
stream_return stream_set_complex_value_size_slot stream_set_complex_value_slot stream_set_complex_value_zero_slot stream_ssl_alpn
stream_ssl_certificate_cache stream_ssl_ocsp_cache stream_ssl_password_file stream_upstream_least_time stream_upstream_resolver
conf_enable_redis conf_set_redis_upstream_pass conf_set_redis_url conf_set_str_slot_no_newlines fancyindex_conf_set_headerfooter
http_dav_ext_lock http_fastcgi_cache_purge_conf http_proxy_cache_purge_conf http_scgi_cache_purge_conf http_set_unsubscribe_request_url
http_uwsgi_cache_purge_conf nchan_conf_set_size_slot
http_lua_access_by_lua http_lua_access_by_lua_block http_lua_balancer_by_lua http_lua_balancer_by_lua_block http_lua_body_filter_by_lua
http_lua_body_filter_by_lua_block http_lua_code_cache http_lua_content_by_lua http_lua_content_by_lua_block http_lua_exit_worker_by_lua
http_lua_exit_worker_by_lua_block http_lua_header_filter_by_lua http_lua_header_filter_by_lua_block http_lua_init_by_lua
http_lua_init_by_lua_block http_lua_init_worker_by_lua http_lua_init_worker_by_lua_block http_lua_log_by_lua http_lua_log_by_lua_block
http_lua_package_cpath http_lua_package_path http_lua_regex_cache_max_entries http_lua_regex_match_limit http_lua_rewrite_by_lua
http_lua_rewrite_by_lua_block http_lua_server_rewrite_by_lua http_lua_server_rewrite_by_lua_block http_lua_ssl_cert_by_lua
http_lua_ssl_cert_by_lua_block http_lua_ssl_client_hello_by_lua http_lua_ssl_client_hello_by_lua_block http_lua_ssl_sess_fetch_by_lua
http_lua_ssl_sess_fetch_by_lua_block http_lua_ssl_sess_store_by_lua http_lua_ssl_sess_store_by_lua_block
`
    .trim()
    .split(/\s+/),
);
