interface Group {
  /** The module's repository, where the names are documented. */
  readonly source: string;
  readonly namespace: 'http' | 'stream' | 'core';
  /** Empty: not known. */
  readonly contexts: string;
  readonly block?: true;
  readonly names: string;
}

const everywhere = 'http,server,location,if in location';

/** Directives of modules that are not nginx's own but stand in many configurations. */
const groups: readonly Group[] = [
  {
    source: 'nbs-system/naxsi',
    namespace: 'http',
    contexts: '',
    names: 'SecRulesEnabled SecRulesDisabled LearningMode DeniedUrl CheckRule BasicRule MainRule',
  },
  { source: 'apache/incubator-pagespeed-ngx', namespace: 'http', contexts: everywhere, names: 'pagespeed' },
  {
    source: 'aperezdc/ngx-fancyindex',
    namespace: 'http',
    contexts: 'http,server,location',
    names: 'fancyindex_name_length',
  },
  {
    source: 'phusion/passenger',
    namespace: 'http',
    contexts: everywhere,
    names:
      'passenger_root passenger_ruby passenger_python passenger_nodejs passenger_enabled passenger_base_uri passenger_app_env passenger_app_root passenger_app_type passenger_startup_file passenger_user passenger_group passenger_min_instances passenger_max_pool_size passenger_pool_idle_time passenger_env_var passenger_set_header passenger_document_root passenger_friendly_error_pages passenger_log_level passenger_log_file passenger_instance_registry_dir passenger_pre_start passenger_start_timeout passenger_max_requests passenger_sticky_sessions passenger_spawn_method passenger_load_shell_envvars passenger_buffer_response rails_env',
  },
  { source: 'arut/nginx-rtmp-module', namespace: 'core', contexts: 'main', block: true, names: 'rtmp' },
  {
    source: 'arut/nginx-rtmp-module',
    namespace: 'core',
    contexts: 'main',
    names: 'rtmp_auto_push rtmp_auto_push_reconnect rtmp_socket_dir',
  },
  {
    source: 'arut/nginx-rtmp-module',
    namespace: 'http',
    contexts: 'http,server,location',
    names: 'rtmp_stat rtmp_stat_stylesheet rtmp_control',
  },
  { source: 'arut/nginx-rtmp-module', namespace: 'core', contexts: '', block: true, names: 'application' },
  {
    source: 'arut/nginx-rtmp-module',
    namespace: 'core',
    contexts: '',
    names:
      'live record record_path record_suffix record_unique hls_path hls_playlist_length hls_cleanup hls_continuous hls_nested hls_variant hls_type dash dash_path dash_fragment dash_playlist_length on_publish on_publish_done on_play on_play_done on_done on_connect exec exec_push exec_pull exec_publish exec_publish_done exec_record_done push pull chunk_size max_message wait_key wait_video interleave meta drop_idle_publisher',
  },
  {
    source: 'kyprizel/testcookie-nginx-module',
    namespace: 'http',
    contexts: '',
    names:
      'testcookie testcookie_name testcookie_domain testcookie_path testcookie_secret testcookie_session testcookie_arg testcookie_max_attempts testcookie_fallback testcookie_whitelist testcookie_pass testcookie_redirect_via_refresh',
  },
  {
    source: 'stnoonan/spnego-http-auth-nginx-module',
    namespace: 'http',
    contexts: 'http,server,location',
    names: 'auth_gss auth_gss_realm auth_gss_keytab auth_gss_service_name auth_gss_allow_basic_fallback',
  },
  {
    source: 'alibaba/tengine',
    namespace: 'http',
    contexts: '',
    names:
      'concat concat_max_files concat_unique concat_delimiter concat_types trim trim_js trim_css server_info server_tag dyups_interface dyups_upstream_conf session_sticky consistent_hash proxy_connect proxy_connect_allow proxy_connect_connect_timeout proxy_connect_read_timeout proxy_connect_data_timeout req_status req_status_zone footer footer_types',
  },
  { source: 'AirisX/nginx_cookie_flag_module', namespace: 'http', contexts: 'server,location', names: 'set_cookie_flag' },
  {
    source: 'opentracing-contrib/nginx-opentracing',
    namespace: 'http',
    contexts: 'http,server,location',
    names:
      'opentracing opentracing_tag opentracing_load_tracer opentracing_operation_name opentracing_location_operation_name opentracing_trace_locations opentracing_propagate_context opentracing_fastcgi_propagate_context opentracing_grpc_propagate_context',
  },
];

/** In the form of the rows of directives.data.ts. */
export function thirdParty(): readonly string[] {
  return groups.flatMap(({ source, namespace, contexts, block, names }) =>
    names.split(' ').map((name) => `${name}\t${namespace}\t${source}\t:${contexts}::${block ? '{' : ''}::\t\t`),
  );
}

/** Whether the file of a dynamic module (without its folder) holds a module whose directives are in the tables. */
export const isKnownModule = (file: string): boolean => moduleFiles.test(file);

const moduleFiles =
  /^(?:ndk_http|ngx_mail|ngx_stream|ngx_otel|ngx_rtmp|ngx_nchan|ngx_pagespeed|ngx_http_(?:js|acme|geoip2?|image_filter|perl|xslt_filter|auth_pam|auth_spnego|cache_purge|dav_ext|echo|fancyindex|headers_more_filter|lua|subs_filter|upload|uploadprogress|upstream_fair|brotli_filter|brotli_static|zstd_filter|zstd_static|modsecurity|passenger|vhost_traffic_status|encrypted_session|set_misc|srcache_filter|redis2|memc|array_var|form_input|opentracing|naxsi|testcookie_access|cookie_flag_filter)|ngx_stream_(?:js|geoip2?|lua))_module\.so$|^ngx_pagespeed\.so$/;
