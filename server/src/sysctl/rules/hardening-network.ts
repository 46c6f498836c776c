import { ruleFor } from '../../core/rule.ts';
import { network } from '../facts/hardening.ts';
import { fixes, missing, missingIn, weakIn } from '../model/hardening.ts';
import type { Sysctl } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/hardening-network',
  since: '0.2.0',
  optional: 'hardening',
  messages: {
    acceptRedirects: {
      severity: 'info',
      en: '{key} = {value} lets others on the same network change the routes of this machine: {wanted} is asked for by {sources}',
      'zh-CN': '{key} = {value} 使同一网络中的其他机器可以更改本机的路由：{sources} 要求设为 {wanted}',
    },
    sendRedirects: {
      severity: 'info',
      en: '{key} = {value} tells other machines routes, which only a router should do: {wanted} is asked for by {sources}',
      'zh-CN': '{key} = {value} 会向其他机器通告路由，而这只应由路由器来做：{sources} 要求设为 {wanted}',
    },
    sourceRoute: {
      severity: 'info',
      en: '{key} = {value} lets a sender choose the way of its packets, past the filters: {wanted} is asked for by {sources}',
      'zh-CN': '{key} = {value} 让发送方自行决定数据包的路径，从而绕过过滤：{sources} 要求设为 {wanted}',
    },
    routerAdvertisements: {
      severity: 'info',
      en: '{key} = {value} lets anybody on the same network become the router and set addresses, which only a machine without fixed addresses needs: {wanted} is asked for by {sources}',
      'zh-CN':
        '{key} = {value} 使同一网络中的任何人都能充当路由器并分配地址，只有没有固定地址的机器才需要：{sources} 要求设为 {wanted}',
    },
    spoofing: {
      severity: 'info',
      en: '{key} = {value} takes packets whose sender cannot be reached through the interface they came from: {wanted} is asked for by {sources}',
      'zh-CN': '{key} = {value} 会接受这样的数据包：其来源地址无法从收到它的接口到达：{sources} 要求设为 {wanted}',
    },
    martians: {
      severity: 'info',
      en: '{key} = {value} does not log packets with impossible addresses: {wanted} is asked for by {sources}',
      'zh-CN': '{key} = {value} 不会记录地址不合理的数据包：{sources} 要求设为 {wanted}',
    },
    forwarding: {
      severity: 'info',
      en: '{key} = {value} routes packets between networks, which only a router or a host of containers needs: {wanted} is asked for by {sources}',
      'zh-CN': '{key} = {value} 会在网络之间转发数据包，只有路由器或容器宿主机才需要：{sources} 要求设为 {wanted}',
    },
    relay: {
      severity: 'info',
      en: '{key} = {value} answers for, or takes, addresses that are not those of the interface: {wanted} is asked for by {sources}',
      'zh-CN': '{key} = {value} 会代答或接受不属于该接口的地址：{sources} 要求设为 {wanted}',
    },
    echo: {
      severity: 'info',
      en: '{key} = {value} answers or logs what is sent to harm others: {wanted} is asked for by {sources}',
      'zh-CN': '{key} = {value} 会应答或记录用来危害他人的报文：{sources} 要求设为 {wanted}',
    },
    synFlood: {
      severity: 'info',
      en: '{key} = {value} leaves the machine without an answer when its SYN queue is full: {wanted} is asked for by {sources}',
      'zh-CN': '{key} = {value} 会让机器在 SYN 队列占满时无法应答：{sources} 要求设为 {wanted}',
    },
    missing,
  },
  fixes,
  check(sysctl, report) {
    for (const { topic, at, data, fixes } of weakIn(network, sysctl)) report(at, topic, data, { fixes });
    for (const { at, data, fixes } of missingIn(network, sysctl)) report(at, 'missing', data, { fixes });
  },
});
