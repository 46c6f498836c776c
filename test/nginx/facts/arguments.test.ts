import { expect, test } from 'vitest';
import { before } from '../../../server/src/core/version.ts';
import { addressProblem } from '../../../server/src/nginx/facts/addresses.ts';
import { mistakes } from '../../../server/src/nginx/facts/arguments.ts';
import { directive, directiveNames } from '../../../server/src/nginx/facts/directives.ts';
import { shapeOf } from '../../../server/src/nginx/facts/setters.ts';

/** Why nothing is said about what these functions read. */
const unjudged = {
  'any text': [
    'conf_set_str_slot',
    'conf_set_str_array_slot',
    'conf_set_keyval_slot',
    'http_set_complex_value_slot',
    'http_set_predicate_slot',
    'stream_set_complex_value_slot',
    'http_types_slot',
    'http_auth_request',
    'http_mirror',
    'http_realip',
    'http_proxy_cache_key',
    'http_fastcgi_cache_key',
    'http_scgi_cache_key',
    'http_uwsgi_cache_key',
    'http_proxy_store',
    'http_fastcgi_store',
    'http_scgi_store',
    'http_uwsgi_store',
    'http_set_charset_slot',
    'http_ancient_browser',
    'http_ancient_browser_value',
    'http_modern_browser_value',
    'http_image_filter_sharpen',
    'http_xslt_param',
    'http_upstream',
    'stream_upstream',
    'stream_return',
    'stream_proxy_ssl_alpn_set_slot',
    'stream_ssl_alpn',
    'mail_auth_http_header',
    'mail_capabilities',
    'set_env',
  ],
  'any text, for it has no effect': ['http_v2_obsolete', 'http_v2_spdy_deprecated', 'http_v2_push', 'http_set_stub_status'],
  'files, users and engines of the machine': [
    'conf_include',
    'load_module',
    'set_user',
    'openssl_engine',
    'http_auth_basic_user_file',
    'http_quic_host_key',
    'http_set_complex_value_zero_slot',
    'stream_set_complex_value_zero_slot',
    'http_ssl_password_file',
    'http_proxy_ssl_password_file',
    'http_grpc_ssl_password_file',
    'http_uwsgi_ssl_password_file',
    'stream_ssl_password_file',
    'stream_proxy_ssl_password_file',
    'mail_ssl_password_file',
    'http_xslt_entities',
    'http_xslt_stylesheet',
  ],
  'expressions and code': ['http_gzip_disable', 'http_perl'],
  'entries of a block and conditions': ['http_charset_map_block', 'http_rewrite_if'],
};

test('every function of nginx itself that reads arguments is judged, or it is known why not', () => {
  const silent = new Set<string>();
  for (const name of directiveNames())
    for (const fact of directive(name)) {
      if (fact.first === undefined || (fact.last !== undefined && fact.last < before('1.18.0').until)) continue;
      for (const [i, form] of fact.forms.entries()) {
        const next = fact.forms[i + 1]?.from;
        if (next !== undefined && next <= before('1.18.0').until) continue;
        if (form.arity !== '0' && form.setter !== '' && !shapeOf(fact, form)) silent.add(form.setter);
      }
    }
  expect([...silent].sort()).toEqual(Object.values(unjudged).flat().sort());
});

const on = (version: number) => [{ min: version, max: version }];
const judged = (name: string, namespace: string, args: string, version = 1_031_004) => {
  const fact = directive(name).find((f) => f.namespace === namespace)!;
  const form = fact.forms.findLast((f) => (f.from ?? 0) <= version)!;
  return mistakes(fact, form, args.split(' '), on(version)).map(({ argument, from, to, value, reason }) =>
    [argument, from, to, value, reason.kind].join(' '),
  );
};

test('a mistake is the part of an argument that is wrong', () => {
  expect(judged('listen', 'http', '80 backlog=many')).toEqual(['1 8 12 many unlike']);
  expect(judged('proxy_cache_path', 'http', '/c keys_zone=a:4k')).toEqual(['1 12 14 4k small']);
  expect(judged('access_log', 'http', 'syslog:server=10.0.0.1:0,tag=web f')).toEqual(['0 23 24 0 address']);
  expect(judged('limit_req_zone', 'http', '$uri rate=1r/s')).toEqual([' 0 0  missing']);
});

test('parameters have their releases', () => {
  expect(judged('listen', 'http', '443 quic', 1_025_000)).toEqual([]);
  expect(judged('listen', 'http', '443 quic', 1_024_000)).toEqual(['1 0 4 quic later']);
  expect(judged('listen', 'http', '443 spdy', 1_019_006)).toEqual([]);
  expect(judged('listen', 'http', '443 spdy', 1_019_007)).toEqual(['1 0 4 spdy gone']);
  expect(judged('keepalive', 'http', '0', 1_029_006)).toEqual(['0 0 1 0 unlike']);
  expect(judged('keepalive', 'http', '0', 1_029_007)).toEqual([]);
});

test('hosts of valid_referers', () => {
  const refused = (hosts: string) => judged('valid_referers', 'http', hosts).map((line) => line.split(' ')[3]);
  expect(refused('none blocked server_names *.a a.* a.*/x .a* ~a /x a *.a/b')).toEqual([]);
  expect(refused('* a*b *.a.* a..b *. ~')).toEqual(['*', 'a*b', '*.a.*', 'a..b', '*.', '~']);
});

test('addresses as nginx reads them', () => {
  const kinds = (use: 'listen' | 'server' | 'path', texts: string) =>
    texts.split(' ').map((text) => addressProblem(text, use)?.kind);
  const fine = (use: 'listen' | 'server' | 'path', texts: string) =>
    expect(kinds(use, texts), texts).toEqual(texts.split(' ').map(() => undefined));
  fine('listen', '80 80-90 *:80 127.0.0.1 localhost:8080 [::]:80 [::1] [2001:db8::1]:80-81 unix:/s 99999999999999999999 8o *');
  expect(kinds('listen', '0 65536 90-80 :80 1.2.3.4:0 [::1 [::1]80 [:::]:80 80/tcp 300.0.0.1:80 unix: a:80-x')).toEqual(
    'port port port-range no-host port ipv6 host ipv6 path host no-socket port'.split(' '),
  );
  fine('server', '10.0.0.1 10.0.0.1:80 app app.example.com:8080 [::1]:80 unix:/run/app.sock app_1 пример:80');
  expect(kinds('server', 'http://app app:80/ app:80:81 10.0.0.1:80,10.0.0.2:80 * a;b 10.0.0.1:')).toEqual(
    'scheme path port port host host port'.split(' '),
  );
  fine('path', 'app/x app?x 10.0.0.1:80/a:b unix:/s:/x [::1]/x');
});
