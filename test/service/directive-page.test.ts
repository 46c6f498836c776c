import { describe, expect, it, test } from 'vitest';
import { type Locale, locales } from '../../server/src/core/rule.ts';
import { defaultTarget, parseTargets } from '../../server/src/core/targets.ts';
import { directiveNames } from '../../server/src/nginx/facts/directives.ts';
import { directivePages, similarDirective } from '../../server/src/service/directive-page.ts';

function pagesOf(name: string, words?: string, locale: Locale = 'en') {
  const parsed = words ? parseTargets(words.split(' ')) : { target: defaultTarget };
  const pages = directivePages(name, 'target' in parsed ? parsed.target : defaultTarget, locale);
  return pages.map(({ rows, url }) => ({ url, ...Object.fromEntries(rows.map(({ label, text }) => [label, text])) }));
}

describe('the page of a directive', () => {
  it('has its place, its arguments and its history', () => {
    expect(pagesOf('proxy_http_version')).toEqual([
      {
        module: 'ngx_http_proxy_module',
        'allowed in': 'http, server, location',
        takes: 'one argument',
        values: '1.0, 1.1, 2; 1.0, 1.1 before nginx 1.29.4',
        'default today': '1.1',
        since: 'nginx 1.1.4',
        url: 'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_http_version',
      },
    ]);
    expect(pagesOf('keepalive', undefined, 'zh-CN')).toMatchObject([
      { 可用于: 'upstream', 接受: '参数（1 或 2）；nginx 1.29.7 之前为 一个参数', 引入: 'nginx 1.1.4' },
    ]);
  });
  it('tells the targeted releases only', () => {
    const [page] = pagesOf('proxy_http_version', 'nginx=1.24');
    expect(page).toMatchObject({ values: '1.0, 1.1' });
    expect(page).not.toHaveProperty('default today');
  });
  it('is one for each module that has it, without those that are long gone', () => {
    expect(pagesOf('listen').map((page) => page.url.replace(/^.*docs\//, ''))).toEqual([
      'http/ngx_http_core_module.html#listen',
      'mail/ngx_mail_core_module.html#listen',
      'stream/ngx_stream_core_module.html#listen',
    ]);
    expect(pagesOf('limit_zone')).toMatchObject([{ 'last in': 'nginx 1.7.5' }, { 'last in': 'nginx 1.1.7' }]);
  });
  it('leads to where it is told about', () => {
    expect(pagesOf('include')).toMatchObject([
      { 'allowed in': 'every block', url: expect.stringMatching(/docs\/ngx_core_module\.html#/) },
    ]);
    expect(pagesOf('keepalive')).toMatchObject([{ url: expect.stringMatching(/\/ngx_http_upstream_module\.html#keepalive$/) }]);
    expect(pagesOf('more_set_headers')).toMatchObject([{ url: 'https://github.com/openresty/headers-more-nginx-module' }]);
  });
  it('tells what is deprecated', () => {
    expect(pagesOf('ssl')[0]).toMatchObject({ 'last in': 'nginx 1.25.0', deprecated: 'use listen ... ssl' });
  });
  it('is none for what nobody knows, but there may be one that is meant', () => {
    expect(pagesOf('proxy_pas')).toEqual([]);
    expect(similarDirective('proxy_pas')).toBe('proxy_pass');
  });
});

test('every directive has a page in every language, without holes', () => {
  for (const name of directiveNames())
    for (const locale of locales) {
      const pages = directivePages(name, defaultTarget, locale);
      expect(pages.length, name).toBeGreaterThan(0);
      for (const { rows, url } of pages) {
        expect(url, name).toMatch(/^https:\/\/(?:nginx\.org\/en\/docs\/[a-z0-9_/]+\.html#\w+|github\.com\/[\w.-]+\/[\w.-]+)$/);
        for (const { label, text } of rows) expect(label && text, name).toMatch(/^(?!.*(?:undefined|NaN|Infinity)).*\S$/);
      }
    }
});
