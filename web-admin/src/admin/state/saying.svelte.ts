// Short words to the person: shown at the foot of the page and read aloud by a screen reader.

class Saying {
  calm = $state('');
  alarm = $state('');
  private timer_?: ReturnType<typeof setTimeout>;

  say(text: string, kind: 'calm' | 'alarm' = 'calm'): void {
    clearTimeout(this.timer_);
    this.calm = kind === 'calm' ? text : '';
    this.alarm = kind === 'alarm' ? text : '';
    this.timer_ = setTimeout(() => this.hush(), 10_000);
  }

  hush(): void {
    this.calm = this.alarm = '';
  }
}

export const saying = new Saying();
export const say = (text: string, kind?: 'calm' | 'alarm') => saying.say(text, kind);
