"""Points that other tools found, read as tracks: TRC, OpenPose JSON and MediaPipe CSV."""
