"""What stands where on the floor: plan geometry that edits and the space engine share."""
