// Records a text that is read aloud into the form's own file field, as WAV: nothing is lost to a codec, and every decoder reads it.
// Without this module, or without a microphone, people choose a file.

const LONGEST = 90, SHORTEST = 5; // seconds
const FRAME = 0.05; // seconds of which one level is taken
const QUIET = -42, APART = 12, CLIPPED = 0.985; // dBFS of speech; dB of speech above noise; of full scale

const decibels = (power) => 10 * Math.log10(Math.max(power, 1e-10));
const at = (levels, share) => levels.toSorted((a, b) => a - b)[Math.floor(share * (levels.length - 1))];

// What is wrong with what was heard: the level of speech is that of the loudest tenth, noise that of the quietest.
function judge(frames) {
  if (frames.length * FRAME < 1.5) return null;
  if (frames.filter((frame) => frame.peak >= CLIPPED).length > frames.length / 100) return "loud";
  const levels = frames.map((frame) => frame.level), speech = at(levels, 0.9);
  if (speech < QUIET) return "quiet";
  return frames.length * FRAME > 4 && speech - at(levels, 0.1) < APART ? "noisy" : "good";
}

function wav(blocks, rate) {
  const length = blocks.reduce((sum, block) => sum + block.length, 0);
  const view = new DataView(new ArrayBuffer(44 + 2 * length));
  const write = (offset, text) => [...text].forEach((sign, index) => view.setUint8(offset + index, sign.charCodeAt(0)));
  write(0, "RIFF"); view.setUint32(4, 36 + 2 * length, true); write(8, "WAVEfmt ");
  view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true);
  view.setUint32(24, rate, true); view.setUint32(28, 2 * rate, true); view.setUint16(32, 2, true); view.setUint16(34, 16, true);
  write(36, "data"); view.setUint32(40, 2 * length, true);
  let offset = 44;
  for (const block of blocks) {
    for (const sample of block) {
      view.setInt16(offset, Math.round(Math.max(-1, Math.min(1, sample)) * 32767), true);
      offset += 2;
    }
  }
  return view.buffer;
}

class Recorder {
  constructor(part) {
    this.part = part;
    this.words = part.dataset;
    this.button = part.querySelector("[data-button]");
    this.level = part.querySelector("[data-level]");
    this.time = part.querySelector("[data-time]");
    this.advice = part.querySelector("[data-advice]");
    this.preview = part.querySelector("[data-preview]");
    this.file = part.querySelector("input[type=file]");
    part.querySelector("[data-controls]").hidden = false;
    this.button.addEventListener("click", () => (this.context ? this.stop() : this.start()));
    this.file.addEventListener("change", () => this.show());
  }

  say(...ids) {
    const words = ids.map((id) => this.words[id]).join(" ");
    if (this.advice.textContent !== words) this.advice.textContent = words; // screen readers hear what changes
  }

  async start() {
    this.button.disabled = true;
    Recorder.current?.stop();
    try {
      const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: plain });
      this.context = new AudioContext();
      await this.context.audioWorklet.addModule(new URL("tap.js", import.meta.url));
    } catch {
      this.release();
      this.say("denied");
      this.button.disabled = false;
      return;
    }
    Recorder.current = this;
    this.blocks = [];
    this.frames = [];
    this.part.classList.add("recording");
    this.pending = { power: 0, peak: 0, count: 0 };
    this.preview.hidden = true;
    const tap = new AudioWorkletNode(this.context, "tap", { numberOfOutputs: 0 });
    tap.port.onmessage = ({ data }) => this.hear(data);
    this.context.createMediaStreamSource(this.stream).connect(tap);
    this.button.textContent = this.words.stop;
    this.button.disabled = false;
    this.say("recording");
  }

  hear(block) {
    if (!this.context) return;
    this.blocks.push(block);
    const pending = this.pending;
    for (const sample of block) {
      pending.power += sample * sample;
      pending.peak = Math.max(pending.peak, Math.abs(sample));
    }
    pending.count += block.length;
    if (pending.count < FRAME * this.context.sampleRate) return;
    const level = decibels(pending.power / pending.count), seconds = (this.frames.length + 1) * FRAME;
    this.frames.push({ level, peak: pending.peak });
    this.pending = { power: 0, peak: 0, count: 0 };
    this.level.value = level;
    if (this.frames.length % 20 === 0) {
      this.time.textContent = `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
      const found = judge(this.frames.slice(-80));
      if (found) this.say("recording", found);
    }
    if (seconds >= LONGEST) this.stop();
  }

  stop() {
    if (!this.context) return;
    const rate = this.context.sampleRate, seconds = this.frames.length * FRAME;
    this.release();
    this.level.value = this.level.min;
    const file = new File([wav(this.blocks, rate)], this.words.name, { type: "audio/wav" }), held = new DataTransfer();
    held.items.add(file);
    this.file.files = held.files;
    this.blocks = [];
    this.show();
    this.say(seconds < SHORTEST ? "short" : (judge(this.frames) ?? "short"), "listen");
    this.button.textContent = this.words.again;
  }

  release() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.context?.close();
    this.stream = this.context = null;
    this.part.classList.remove("recording");
    if (Recorder.current === this) Recorder.current = null;
  }

  show() {
    const file = this.file.files[0];
    if (this.address) URL.revokeObjectURL(this.address);
    this.address = file ? URL.createObjectURL(file) : null;
    this.preview.hidden = !file;
    if (file) this.preview.src = this.address;
  }
}

if (navigator.mediaDevices?.getUserMedia && window.AudioWorkletNode) {
  for (const part of document.querySelectorAll("[data-recorder]")) new Recorder(part);
}
addEventListener("keydown", (event) => event.key === "Escape" && Recorder.current?.stop());
