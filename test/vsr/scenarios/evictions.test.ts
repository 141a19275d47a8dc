import { describe, expect, it } from 'vitest';
import {
  commands,
  common,
  evictionReasons,
  pingClient,
  request,
} from '../../../cluster/wire/header.ts';
import type { Message } from '../../../cluster/wire/message.ts';
import { release } from '../../../cluster/wire/session.ts';
import { Lab } from './lab.ts';

const { no_session, session_too_low } = evictionReasons;

/** Client 0 and four others, of which the cluster knows four: it is the one that was forgotten. */
function forgotten(): { lab: Lab; register: Message; client: bigint } {
  const lab = new Lab({ replicas: 3, clients: 5 });
  const registers = lab.record('clients', lab.all, 'request');
  lab.request(1);
  const register = lab.messageOf(registers.messages[0]);
  lab.request(4);
  return { lab, register, client: register.u128(request.client) };
}

describe('an eviction', () => {
  it('for a request without a session: others have come since', () => {
    const { lab } = forgotten();
    expect(lab.evictions).toEqual([]);
    lab.ask(1);
    expect(lab.until(() => lab.evictions.length > 0)).toBe(true);
    expect(lab.evictions).toEqual([no_session]);
  });

  it('for a ping without a session', () => {
    const { lab, client } = forgotten();
    const answers = lab.record(lab.all, 'clients', 'eviction', 'pong_client');
    const ping = lab.fromClient('ping_client', 0);
    ping.setU32(common.release, release);
    ping.setU128(pingClient.client, client);
    ping.setU64(pingClient.session, 1);
    for (const replica of lab.all) lab.deliver(replica, ping.seal());
    lab.run(1_000_000);
    // Only the primary knows for certain who has a session.
    const sent = answers.messages.map((message) => lab.messageOf(message).command);
    expect(sent.toSorted((a, b) => a - b)).toEqual([
      commands.pong_client,
      commands.pong_client,
      commands.eviction,
    ]);
    expect(lab.evictions).toEqual([no_session]);
  });

  it('for a session that is older than the client’s: its register came a second time', () => {
    const { lab, register, client } = forgotten();
    lab.deliver(lab.primary, register);
    lab.run();
    expect(lab.inside(lab.primary).sessions.get(client)?.session).toBeGreaterThan(1);
    lab.ask(1);
    expect(lab.until(() => lab.evictions.length > 0)).toBe(true);
    // Client 0 has number 1 and would never learn of the other.
    expect(lab.evictions[0]).toBe(session_too_low);
  });

  it.each([
    ['too old', 4099, evictionReasons.client_release_too_low],
    ['too new', release + 1, evictionReasons.client_release_too_high],
  ])('for a client that is %s', (_, clientRelease, reason) => {
    const lab = new Lab({ replicas: 3 });
    const evictions = lab.record(lab.all, 'clients', 'eviction');
    lab.request(1);
    const client = lab.inside(lab.primary).sessions.keys().next().value ?? 0n;
    for (const command of ['request', 'ping_client'] as const) {
      const message = lab.fromClient(command, 0);
      message.setU32(common.release, clientRelease);
      message.setU128(command === 'request' ? request.client : pingClient.client, client);
      lab.deliver(lab.primary, message.seal());
    }
    const reasons = evictions.messages.map((message) => lab.messageOf(message).u8(255));
    expect(reasons).toEqual([reason, reason]);
  });

  it.each([
    ['of a release that is too old', 4099, evictionReasons.client_release_too_low],
    ['of one that would do', release, evictionReasons.invalid_request_body_size],
  ])('for a register without a body, %s', (_, clientRelease, reason) => {
    const lab = new Lab({ replicas: 1 });
    const evictions = lab.record(lab.all, 'clients', 'eviction');
    lab.request(1);
    const client = lab.inside(0).sessions.keys().next().value ?? 0n;
    const message = lab.fromClient('request', 0);
    message.setU32(common.release, clientRelease);
    message.setU128(request.client, client);
    message.setU8(request.operation, 2);
    lab.deliver(0, message.seal());
    expect(evictions.messages.map((sent) => lab.messageOf(sent).u8(255))).toEqual([reason]);
  });
});
