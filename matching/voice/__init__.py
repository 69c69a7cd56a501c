"""Voices: speech found by Silero VAD, speakers told apart, encoded by WeSpeaker and CAM++."""
