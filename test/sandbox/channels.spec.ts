import { eventually, Stage, type Client } from './support.js';

describe('channels', () => {
  let stage: Stage;
  let client: Client;

  beforeAll(async () => {
    stage = await Stage.open();
    client = await stage.paired();
  });
  afterAll(() => stage.close());

  it('are followed by a client, which then gets what is posted', async () => {
    const grace = await stage.contact({ name: 'Grace' });
    const { jid } = await stage.api.post<{ jid: string }>('/channels', { by: grace.phoneNumber, name: 'News' });
    expect(await client.socket.newsletterMetadata('jid', jid)).toMatchObject({
      thread_metadata: { name: { text: 'News' }, subscribers_count: '0' },
      viewer_metadata: { role: 'GUEST' },
    });
    await client.socket.newsletterFollow(jid);
    await stage.api.post(`/channels/${jid}/messages`, { text: 'extra, extra' });
    const { key } = await client.received('extra, extra');
    expect(key).toMatchObject({ remoteJid: jid, server_id: '1' });
    await client.socket.newsletterUnfollow(jid);
    expect(await stage.api.get(`/channels/${jid}`)).toMatchObject({ followers: [] });
    const nowhere = '120363999999999999@newsletter';
    await expect(client.socket.newsletterMetadata('jid', nowhere)).rejects.toThrow('Not Found');
  });

  it('take what their owner posts, and nothing of anybody else', async () => {
    const { jid } = await stage.api.post<{ jid: string }>('/channels', { by: client.phoneNumber, name: 'Mine' });
    const id = await client.send(jid, 'hear, hear');
    await eventually('the post', async () => (await stage.api.message({ id }))?.serverAcked);
    expect(await stage.api.message({ id })).toMatchObject({ to: jid, text: 'hear, hear' });
  });
});
