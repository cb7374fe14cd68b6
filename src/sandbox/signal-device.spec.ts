import { SignalDevice } from './signal-device.js';

describe('sender keys', () => {
  const group = '120363000000000001@g.us';
  const sender = SignalDevice.create();
  const reader = SignalDevice.create();

  it('let those read a group who were given the key, also after both were stored', async () => {
    await reader.learnSenderKey(group, '15550001111.0', await sender.senderKey(group));
    const first = await sender.encryptForGroup(group, { conversation: 'one' });
    expect(await reader.decryptFromGroup(group, '15550001111.0', first)).toMatchObject({ conversation: 'one' });
    const [again, stored] = [SignalDevice.fromJson(sender.toJson()), SignalDevice.fromJson(reader.toJson())];
    const second = await again.encryptForGroup(group, { conversation: 'two' });
    expect(await stored.decryptFromGroup(group, '15550001111.0', second)).toMatchObject({ conversation: 'two' });
  });

  it('are of no use once the sender took a new one', async () => {
    sender.forgetSenderKey(group);
    await sender.senderKey(group);
    const body = await sender.encryptForGroup(group, { conversation: 'three' });
    await expect(reader.decryptFromGroup(group, '15550001111.0', body)).rejects.toEqual(expect.anything());
  });
});
