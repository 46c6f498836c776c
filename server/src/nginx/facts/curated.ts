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
    source: 'openresty/lua-nginx-module',
    namespace: 'http',
    contexts: 'http',
    block: true,
    names: 'init_by_lua_block init_worker_by_lua_block exit_worker_by_lua_block',
  },
  {
    source: 'openresty/lua-nginx-module',
    namespace: 'http',
    contexts: 'http,server',
    block: true,
    names:
      'ssl_client_hello_by_lua_block ssl_certificate_by_lua_block ssl_session_fetch_by_lua_block ssl_session_store_by_lua_block server_rewrite_by_lua_block',
  },
  {
    source: 'openresty/lua-nginx-module',
    namespace: 'http',
    contexts: everywhere,
    block: true,
    names:
      'rewrite_by_lua_block access_by_lua_block content_by_lua_block header_filter_by_lua_block body_filter_by_lua_block log_by_lua_block precontent_by_lua_block proxy_ssl_certificate_by_lua_block proxy_ssl_verify_by_lua_block',
  },
  {
    source: 'openresty/lua-nginx-module',
    namespace: 'http',
    contexts: 'server,location,if in server,if in location',
    block: true,
    names: 'set_by_lua_block',
  },
  {
    source: 'openresty/lua-nginx-module',
    namespace: 'http',
    contexts: 'upstream',
    block: true,
    names: 'balancer_by_lua_block',
  },
  {
    source: 'openresty/lua-nginx-module',
    namespace: 'http',
    contexts: 'upstream',
    names: 'balancer_by_lua_file balancer_keepalive',
  },
  {
    source: 'openresty/lua-nginx-module',
    namespace: 'http',
    contexts: 'http',
    names:
      'lua_load_resty_core lua_capture_error_log lua_use_default_type lua_malloc_trim lua_code_cache lua_thread_cache_max_entries lua_regex_cache_max_entries lua_regex_match_limit lua_package_path lua_package_cpath lua_shared_dict lua_sa_restart lua_max_pending_timers lua_max_running_timers lua_worker_thread_vm_pool_size lua_upstream_skip_openssl_default_verify lua_ssl_key_log init_by_lua init_by_lua_file init_worker_by_lua init_worker_by_lua_file exit_worker_by_lua_file',
  },
  {
    source: 'openresty/lua-nginx-module',
    namespace: 'http',
    contexts: 'http,server',
    names:
      'ssl_client_hello_by_lua_file ssl_certificate_by_lua_file ssl_session_fetch_by_lua_file ssl_session_store_by_lua_file server_rewrite_by_lua_file',
  },
  {
    source: 'openresty/lua-nginx-module',
    namespace: 'http',
    contexts: everywhere,
    names:
      'rewrite_by_lua rewrite_by_lua_file access_by_lua access_by_lua_file content_by_lua content_by_lua_file header_filter_by_lua header_filter_by_lua_file body_filter_by_lua body_filter_by_lua_file log_by_lua log_by_lua_file precontent_by_lua_file rewrite_by_lua_no_postpone access_by_lua_no_postpone lua_need_request_body lua_transform_underscores_in_response_headers lua_check_client_abort lua_http10_buffering lua_socket_log_errors lua_socket_connect_timeout lua_socket_send_timeout lua_socket_send_lowat lua_socket_read_timeout lua_socket_buffer_size lua_socket_pool_size lua_socket_keepalive_timeout lua_ssl_protocols lua_ssl_ciphers lua_ssl_certificate lua_ssl_certificate_key lua_ssl_trusted_certificate lua_ssl_verify_depth lua_ssl_crl lua_ssl_conf_command',
  },
  {
    source: 'openresty/lua-nginx-module',
    namespace: 'http',
    contexts: 'server,location,if in server,if in location',
    names: 'set_by_lua set_by_lua_file',
  },
  {
    source: 'openresty/stream-lua-nginx-module',
    namespace: 'stream',
    contexts: 'stream,server',
    block: true,
    names:
      'preread_by_lua_block content_by_lua_block log_by_lua_block init_by_lua_block init_worker_by_lua_block ssl_certificate_by_lua_block ssl_client_hello_by_lua_block',
  },
  {
    source: 'openresty/stream-lua-nginx-module',
    namespace: 'stream',
    contexts: 'upstream',
    block: true,
    names: 'balancer_by_lua_block',
  },
  {
    source: 'openresty/stream-lua-nginx-module',
    namespace: 'stream',
    contexts: 'stream,server',
    names:
      'preread_by_lua_file content_by_lua_file log_by_lua_file lua_shared_dict lua_package_path lua_package_cpath lua_code_cache lua_add_variable',
  },
  {
    source: 'openresty/headers-more-nginx-module',
    namespace: 'http',
    contexts: everywhere,
    names: 'more_set_headers more_clear_headers more_set_input_headers more_clear_input_headers',
  },
  {
    source: 'openresty/echo-nginx-module',
    namespace: 'http',
    contexts: 'location,if in location',
    names:
      'echo echo_duplicate echo_flush echo_sleep echo_blocking_sleep echo_reset_timer echo_read_request_body echo_location_async echo_location echo_subrequest_async echo_subrequest echo_foreach_split echo_end echo_request_body echo_exec echo_status echo_before_body echo_after_body',
  },
  {
    source: 'openresty/set-misc-nginx-module',
    namespace: 'http',
    contexts: 'server,location,if in server,if in location',
    names:
      'set_if_empty set_quote_sql_str set_quote_pgsql_str set_quote_json_str set_unescape_uri set_escape_uri set_hashed_upstream set_encode_base32 set_decode_base32 set_encode_base64 set_decode_base64 set_encode_hex set_decode_hex set_sha1 set_md5 set_hmac_sha1 set_hmac_sha256 set_random set_secure_random_alphanum set_secure_random_lcalpha set_rotate set_local_today set_formatted_gmt_time set_formatted_local_time',
  },
  {
    source: 'google/ngx_brotli',
    namespace: 'http',
    contexts: everywhere,
    names: 'brotli brotli_types brotli_comp_level brotli_window brotli_min_length brotli_buffers',
  },
  { source: 'google/ngx_brotli', namespace: 'http', contexts: 'http,server,location', names: 'brotli_static' },
  {
    source: 'tokers/zstd-nginx-module',
    namespace: 'http',
    contexts: everywhere,
    names: 'zstd zstd_types zstd_comp_level zstd_min_length zstd_buffers zstd_static zstd_dict_file',
  },
  { source: 'leev/ngx_http_geoip2_module', namespace: 'http', contexts: 'http', block: true, names: 'geoip2' },
  { source: 'leev/ngx_http_geoip2_module', namespace: 'http', contexts: 'http', names: 'geoip2_proxy geoip2_proxy_recursive' },
  { source: 'leev/ngx_http_geoip2_module', namespace: 'stream', contexts: 'stream', block: true, names: 'geoip2' },
  {
    source: 'vozlt/nginx-module-vts',
    namespace: 'http',
    contexts: 'http,server,location',
    names:
      'vhost_traffic_status vhost_traffic_status_zone vhost_traffic_status_dump vhost_traffic_status_display vhost_traffic_status_display_format vhost_traffic_status_filter vhost_traffic_status_filter_by_host vhost_traffic_status_filter_by_set_key vhost_traffic_status_limit vhost_traffic_status_bypass_limit vhost_traffic_status_bypass_stats vhost_traffic_status_histogram_buckets',
  },
  {
    source: 'owasp-modsecurity/ModSecurity-nginx',
    namespace: 'http',
    contexts: 'http,server,location',
    names: 'modsecurity modsecurity_rules modsecurity_rules_file modsecurity_rules_remote modsecurity_transaction_id',
  },
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
    names:
      'fancyindex fancyindex_default_sort fancyindex_directories_first fancyindex_css_href fancyindex_exact_size fancyindex_footer fancyindex_header fancyindex_ignore fancyindex_localtime fancyindex_name_length fancyindex_show_path fancyindex_hide_symlinks fancyindex_hide_parent_dir fancyindex_time_format fancyindex_case_sensitive fancyindex_show_dotfiles',
  },
  {
    source: 'phusion/passenger',
    namespace: 'http',
    contexts: everywhere,
    names:
      'passenger_root passenger_ruby passenger_python passenger_nodejs passenger_enabled passenger_base_uri passenger_app_env passenger_app_root passenger_app_type passenger_startup_file passenger_user passenger_group passenger_min_instances passenger_max_pool_size passenger_pool_idle_time passenger_env_var passenger_set_header passenger_document_root passenger_friendly_error_pages passenger_log_level passenger_log_file passenger_instance_registry_dir passenger_pre_start passenger_start_timeout passenger_max_requests passenger_sticky_sessions passenger_spawn_method passenger_load_shell_envvars passenger_buffer_response rails_env',
  },
  {
    source: 'arut/nginx-dav-ext-module',
    namespace: 'http',
    contexts: 'http,server,location',
    names: 'dav_ext_methods dav_ext_lock dav_ext_lock_zone',
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
    source: 'slact/nchan',
    namespace: 'http',
    contexts: '',
    names:
      'nchan_publisher nchan_subscriber nchan_pubsub nchan_channel_id nchan_message_timeout nchan_message_buffer_length nchan_redis_url nchan_redis_pass nchan_use_redis nchan_shared_memory_size nchan_max_reserved_memory nchan_subscriber_timeout nchan_store_messages nchan_authorize_request nchan_websocket_ping_interval nchan_stub_status nchan_channel_group nchan_eventsource_ping_interval',
  },
  {
    source: 'fdintino/nginx-upload-module',
    namespace: 'http',
    contexts: 'server,location,if in location',
    names:
      'upload_pass upload_store upload_set_form_field upload_aggregate_form_field upload_pass_form_field upload_cleanup upload_resumable upload_state_store upload_store_access upload_limit_rate upload_max_file_size upload_pass_args upload_buffer_size upload_tame_arrays upload_max_output_body_len',
  },
  {
    source: 'masterzen/nginx-upload-progress-module',
    namespace: 'http',
    contexts: '',
    names: 'upload_progress track_uploads report_uploads upload_progress_json_output upload_progress_jsonp_output',
  },
  {
    source: 'yaoweibin/nginx_upstream_check_module',
    namespace: 'http',
    contexts: 'upstream',
    names: 'check check_keepalive_requests check_http_send check_http_expect_alive check_fastcgi_param',
  },
  {
    source: 'yaoweibin/nginx_upstream_check_module',
    namespace: 'http',
    contexts: 'http,server,location',
    names: 'check_status check_shm_size',
  },
  {
    source: 'yaoweibin/ngx_http_substitutions_filter_module',
    namespace: 'http',
    contexts: 'http,server,location',
    names: 'subs_filter subs_filter_types subs_filter_bypass subs_buffers subs_line_buffer_size',
  },
  {
    source: 'calio/form-input-nginx-module',
    namespace: 'http',
    contexts: everywhere,
    names: 'set_form_input set_form_input_multi',
  },
  {
    source: 'openresty/redis2-nginx-module',
    namespace: 'http',
    contexts: 'location,if in location',
    names:
      'redis2_query redis2_raw_query redis2_raw_queries redis2_literal_raw_query redis2_pass redis2_connect_timeout redis2_send_timeout redis2_read_timeout redis2_buffer_size',
  },
  {
    source: 'openresty/srcache-nginx-module',
    namespace: 'http',
    contexts: everywhere,
    names:
      'srcache_fetch srcache_fetch_skip srcache_store srcache_store_max_size srcache_store_skip srcache_store_statuses srcache_methods srcache_default_expire srcache_max_expire',
  },
  {
    source: 'openresty/memc-nginx-module',
    namespace: 'http',
    contexts: 'http,server,location,if in location',
    names:
      'memc_pass memc_cmds_allowed memc_flags_to_last_modified memc_connect_timeout memc_send_timeout memc_read_timeout memc_buffer_size',
  },
  {
    source: 'openresty/array-var-nginx-module',
    namespace: 'http',
    contexts: everywhere,
    names: 'array_split array_join array_map array_map_op',
  },
  {
    source: 'openresty/encrypted-session-nginx-module',
    namespace: 'http',
    contexts: everywhere,
    names: 'encrypted_session_key encrypted_session_iv encrypted_session_expires set_encrypt_session set_decrypt_session',
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
    source: 'sto/ngx_http_auth_pam_module',
    namespace: 'http',
    contexts: 'http,server,location,limit_except',
    names: 'auth_pam auth_pam_service_name auth_pam_set_pam_env',
  },
  {
    source: 'kvspb/nginx-auth-ldap',
    namespace: 'http',
    contexts: 'http,server,location',
    names: 'auth_ldap auth_ldap_servers auth_ldap_cache_enabled auth_ldap_cache_expiration_time auth_ldap_cache_size',
  },
  { source: 'kvspb/nginx-auth-ldap', namespace: 'http', contexts: 'http', block: true, names: 'ldap_server' },
  {
    source: 'gnosek/nginx-upstream-fair',
    namespace: 'http',
    contexts: 'upstream',
    names: 'fair',
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
