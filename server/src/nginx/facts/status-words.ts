import type { Text } from '../../core/rule.ts';

/** What a status means to the client, or to nginx alone; undefined for those that nobody uses. */
export const statusWords = (code: string): Text | undefined => table.get(code);

const table: ReadonlyMap<string, Text> = new Map(
  (
    [
      ['200', 'OK', '成功'],
      ['201', 'Created', '已创建'],
      ['204', 'No Content; no body follows', '无内容；没有响应体'],
      ['206', 'Partial Content', '部分内容'],
      [
        '301',
        'Moved Permanently; browsers remember it, and may make a GET of a POST',
        '永久重定向；浏览器会记住，且可能把 POST 变成 GET',
      ],
      ['302', 'Found; temporary, and browsers make a GET of a POST', '临时重定向；浏览器会把 POST 变成 GET'],
      ['303', 'See Other; temporary, always with GET', '临时重定向；总是使用 GET'],
      ['304', 'Not Modified', '未修改'],
      ['307', 'Temporary Redirect; with the same method', '临时重定向；保持请求方法'],
      ['308', 'Permanent Redirect; with the same method', '永久重定向；保持请求方法'],
      ['400', 'Bad Request', '请求无效'],
      ['401', 'Unauthorized; the client has to log in', '未认证；客户端需要登录'],
      ['403', 'Forbidden', '禁止访问'],
      ['404', 'Not Found', '未找到'],
      ['405', 'Not Allowed; not with this method', '不允许此请求方法'],
      ['408', 'Request Time-out', '请求超时'],
      ['410', 'Gone; for good', '已永久移除'],
      ['413', 'Request Entity Too Large, see client_max_body_size', '请求体过大，见 client_max_body_size'],
      ['414', 'Request-URI Too Large', 'URI 过长'],
      ['416', 'Requested Range Not Satisfiable', '请求的范围无法满足'],
      ['421', 'Misdirected Request; not for this server', '请求发错了服务器'],
      ['429', 'Too Many Requests', '请求过多'],
      ['444', 'nginx closes the connection without a response', 'nginx 不发送响应，直接关闭连接'],
      ['494', 'the request header is too large; by default the client gets 400', '请求头过大；默认向客户端返回 400'],
      [
        '495',
        'the certificate of the client is not valid; by default the client gets 400',
        '客户端证书无效；默认向客户端返回 400',
      ],
      ['496', 'the client sent no certificate; by default it gets 400', '客户端未提供证书；默认向客户端返回 400'],
      [
        '497',
        'plain HTTP on a port for HTTPS; by default the client gets 400',
        '在 HTTPS 端口上使用明文 HTTP；默认向客户端返回 400',
      ],
      ['499', 'the client went away before the response; only the log has it', '客户端在响应之前断开；只出现在日志中'],
      ['500', 'Internal Server Error', '服务器内部错误'],
      [
        '502',
        'Bad Gateway; the server behind refused, broke off or said nothing that is HTTP',
        '网关错误；后端拒绝连接、中断，或返回的不是有效响应',
      ],
      ['503', 'Service Temporarily Unavailable', '服务暂不可用'],
      ['504', 'Gateway Time-out; the server behind did not answer in time', '网关超时；后端没有及时应答'],
      ['507', 'Insufficient Storage', '存储空间不足'],
    ] as const
  ).map(([code, en, chinese]) => [code, { en, 'zh-CN': chinese }]),
);
